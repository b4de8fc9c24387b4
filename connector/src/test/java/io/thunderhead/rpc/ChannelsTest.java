package io.thunderhead.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.tikv.shade.io.grpc.ManagedChannel;

class ChannelsTest {
  private static final String ADDRESS = "127.0.0.1:1";

  private final ChannelPool pool = new ChannelPool(Duration.ofMillis(50));

  @Test
  void areSharedUntilTheLastUserHasGone() {
    Channels first = new Channels(Dialing.PLAIN, pool);
    Channels second = new Channels(Dialing.PLAIN, pool);
    ManagedChannel channel = first.to(ADDRESS);
    assertThat(second.to("http://" + ADDRESS + "/")).isSameAs(channel);
    first.close();
    assertThat(second.to(ADDRESS)).isSameAs(channel);
    assertThat(channel.isShutdown()).isFalse();
    second.close();
    Awaitility.await().until(() -> pool.openCount() == 0);
    assertThat(channel.isShutdown()).isTrue();
  }

  @Test
  void stayOpenForTheNextUser() {
    ChannelPool patient = new ChannelPool(Duration.ofMinutes(1));
    Channels first = new Channels(Dialing.PLAIN, patient);
    ManagedChannel channel = first.to(ADDRESS);
    first.close();
    try (Channels next = new Channels(Dialing.PLAIN, patient)) {
      assertThat(next.to(ADDRESS)).isSameAs(channel);
    }
    channel.shutdownNow();
  }

  @Test
  void holdAnAddressOnceHoweverOftenItIsAskedFor() {
    Channels channels = new Channels(Dialing.PLAIN, pool);
    channels.to(ADDRESS);
    channels.to(ADDRESS);
    channels.close();
    channels.close();
    Awaitility.await().until(() -> pool.openCount() == 0);
  }

  @Test
  void dialTheAddressThatTheMapNames() {
    Dialing mapped = new Dialing(Security.PLAIN, Map.of("tikv-0.inside:20160", ADDRESS));
    try (Channels channels = new Channels(mapped, pool)) {
      assertThat(channels.to("tikv-0.inside:20160").authority()).isEqualTo(ADDRESS);
      assertThat(channels.to("127.0.0.1:2").authority()).isEqualTo("127.0.0.1:2");
      assertThat(channels.url("https://tikv-0.inside:20160", "/config"))
          .isEqualTo(URI.create("http://" + ADDRESS + "/config"));
    }
  }

  @Test
  void takeNoAddressWithoutAPort() {
    try (Channels channels = new Channels(Dialing.PLAIN, pool)) {
      assertThatThrownBy(() -> channels.to("tikv"))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("'tikv' (expected: host:port");
    }
  }

  @Test
  void giveNothingAfterTheyAreClosed() {
    Channels channels = new Channels(Dialing.PLAIN, pool);
    channels.close();
    assertThatThrownBy(() -> channels.to(ADDRESS)).isInstanceOf(IllegalStateException.class);
  }
}
