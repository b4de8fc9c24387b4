package io.thunderhead.pd;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.LeftOnCluster;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SchedulerPauseTest {
  private static final HoldListener QUIET =
      new HoldListener() {
        @Override
        public void told(String line) {}

        @Override
        public void lost(LoadException why) {}
      };

  private static KeyRange records(long table) {
    return new KeyRange(TableCodec.recordPrefix(table), TableCodec.tablePrefix(table + 1));
  }

  @Test
  void joinsRangesThatTouch() {
    KeyRange records = records(7);
    KeyRange first = new KeyRange(TableCodec.indexPrefix(7, 1), TableCodec.indexPrefix(7, 2));
    KeyRange second = new KeyRange(TableCodec.indexPrefix(7, 2), TableCodec.indexPrefix(7, 3));
    assertThat(SchedulerPause.joined(List.of(records, second, first)))
        .containsExactly(new KeyRange(first.start(), second.end()), records);
  }

  @Test
  void sharesVeryManyRangesOutToSeveralRulesAndRemovesAll() {
    try (MiniCluster mini = MiniCluster.builder().stores(1).replicas(1).start();
        Channels channels = new Channels(Dialing.PLAIN)) {
      PdClient pd = PdClient.connect(mini.pdAddresses(), channels);
      List<KeyRange> ranges =
          LongStream.range(0, SchedulerPause.RULE_RANGES + 1)
              .mapToObj(i -> records(1_000_000 + 2 * i))
              .toList();
      try (SchedulerPause pause =
          SchedulerPause.of(new PdHttp(pd, channels), "job", ranges, QUIET)) {
        assertThat(mini.leftOnCluster().labelRules()).containsExactly("job-1", "job-2");
      }
      assertThat(mini.leftOnCluster()).isEqualTo(LeftOnCluster.NOTHING);
    }
  }

  @Test
  void tellsARenewalThatFailsAndOneThatWorksAgain() {
    AtomicInteger sent = new AtomicInteger();
    List<String> told = new CopyOnWriteArrayList<>();
    HoldListener listener =
        new HoldListener() {
          @Override
          public void told(String line) {
            told.add(line);
          }

          @Override
          public void lost(LoadException why) {}
        };
    Runnable send =
        () -> {
          if (sent.incrementAndGet() == 2) {
            throw new IllegalStateException("no answer");
          }
        };
    try (Renewal renewal = Renewal.of("it", Duration.ofMillis(1), send, listener)) {
      Awaitility.await().until(() -> sent.get() > 4);
    }
    assertThat(told)
        .containsExactly("it could not be renewed, trying again: no answer", "it is renewed again");
    int afterClose = sent.get();
    assertThat(sent).hasValue(afterClose);
  }
}
