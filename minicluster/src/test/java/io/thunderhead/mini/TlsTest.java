package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.ManagedChannel;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.netty.GrpcSslContexts;
import org.tikv.shade.io.grpc.netty.NettyChannelBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslContextBuilder;
import org.tikv.shade.io.netty.handler.ssl.SslProvider;

class TlsTest {
  @TempDir Path directory;
  private CertificateAuthority authority;
  private MiniCluster cluster;
  private PemFiles client;

  @BeforeEach
  void start() {
    authority = CertificateAuthority.create(directory, "ca");
    client = authority.issue("client");
    cluster = MiniCluster.builder().stores(1).replicas(1).tls(authority.issue("server")).start();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** Asks for PD's members on a connection of its own. */
  private Pdpb.GetMembersResponse members(PemFiles files) throws IOException {
    SslContextBuilder tls = SslContextBuilder.forClient().trustManager(files.ca().toFile());
    if (files.certificate() != null) {
      tls.keyManager(files.certificate().toFile(), files.key().toFile());
    }
    ManagedChannel channel =
        NettyChannelBuilder.forTarget(cluster.pdAddress())
            .sslContext(GrpcSslContexts.configure(tls, SslProvider.JDK).build())
            .build();
    try {
      return PDGrpc.newBlockingStub(channel)
          .withDeadlineAfter(20, TimeUnit.SECONDS)
          .getMembers(Pdpb.GetMembersRequest.getDefaultInstance());
    } finally {
      channel.shutdownNow();
    }
  }

  @Test
  void servesAClientOfTheSameAuthority() throws IOException {
    assertThat(members(client).getLeader().getClientUrls(0))
        .isEqualTo("https://" + cluster.pdAddress());
  }

  @Test
  void refusesAClientWithoutACertificate() {
    assertThatThrownBy(() -> members(new PemFiles(client.ca(), null, null)))
        .isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void refusesAClientOfAnotherAuthority() {
    PemFiles foreign = CertificateAuthority.create(directory, "other").issue("foreign");
    PemFiles mixed = new PemFiles(client.ca(), foreign.certificate(), foreign.key());
    assertThatThrownBy(() -> members(mixed)).isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void refusesAClientWhoseCertificateHasEnded() {
    PemFiles old =
        authority.issue("old", Instant.now().minus(Duration.ofHours(1)), List.of("x"), true);
    assertThatThrownBy(() -> members(old)).isInstanceOf(StatusRuntimeException.class);
  }

  @Test
  void showsANewCertificateAfterTheFilesChange() throws IOException {
    authority.issue("server", Instant.now().minusSeconds(60), List.of("localhost"), true);
    assertThatThrownBy(() -> members(client)).hasStackTraceContaining("NotAfter");
    authority.issue("server");
    assertThat(members(client).hasLeader()).isTrue();
  }
}
