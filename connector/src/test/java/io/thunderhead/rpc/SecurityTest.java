package io.thunderhead.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import io.thunderhead.mini.CertificateAuthority;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.PemFiles;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tikv.kvproto.PDGrpc;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.StatusRuntimeException;

class SecurityTest {
  @TempDir Path directory;
  private CertificateAuthority authority;
  private MiniCluster cluster;

  @BeforeEach
  void start() {
    authority = CertificateAuthority.create(directory, "ca");
    cluster = MiniCluster.builder().stores(1).replicas(1).tls(authority.issue("server")).start();
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static Security security(PemFiles files) {
    return new Security(
        files.ca().toString(), files.certificate().toString(), files.key().toString());
  }

  /** Asks for PD's members on connections of its own. */
  private boolean answers(Channels channels, String address) {
    return PDGrpc.newBlockingStub(channels.to(address))
        .getMembers(Pdpb.GetMembersRequest.getDefaultInstance())
        .hasLeader();
  }

  private Channels channels(Security security) {
    return new Channels(new Dialing(security, Map.of()), new ChannelPool(Duration.ofMillis(10)));
  }

  @Test
  void servesGrpcAndHttp() throws Exception {
    try (Channels channels = channels(security(authority.issue("client")))) {
      assertThat(answers(channels, cluster.pdAddress())).isTrue();
      var request =
          HttpRequest.newBuilder(channels.url(cluster.pdAddress(), "/pd/api/v1/version")).build();
      assertThat(channels.http().send(request, BodyHandlers.ofString()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void refusesAServerOfAnotherAuthority() {
    PemFiles client = authority.issue("client");
    PemFiles other = CertificateAuthority.create(directory, "other").issue("stranger");
    Security mixed =
        new Security(
            other.ca().toString(), client.certificate().toString(), client.key().toString());
    try (Channels channels = channels(mixed)) {
      assertThatThrownBy(() -> answers(channels, cluster.pdAddress()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e ->
                  assertThat(Failures.describe(e))
                      .contains("UNAVAILABLE", "valid certification path"));
    }
  }

  @Test
  void refusesAServerWhoseCertificateIsForAnotherHost() {
    Security client = security(authority.issue("client"));
    authority.issue(
        "server", Instant.now().plus(Duration.ofDays(1)), List.of("pd.example.com"), false);
    try (Channels channels = channels(client)) {
      assertThatThrownBy(() -> answers(channels, cluster.pdAddress()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(Failures.describe(e)).contains("127.0.0.1"));
      assertThatThrownBy(
              () ->
                  channels
                      .http()
                      .send(
                          HttpRequest.newBuilder(channels.url(cluster.pdAddress(), "/")).build(),
                          BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void tellsThatTheServersCertificateHasEnded() {
    Security client = security(authority.issue("client"));
    authority.issue("server", Instant.now().minusSeconds(60), List.of("localhost"), true);
    try (Channels channels = channels(client)) {
      assertThatThrownBy(() -> answers(channels, cluster.pdAddress()))
          .isInstanceOfSatisfying(
              StatusRuntimeException.class,
              e -> assertThat(Failures.describe(e)).contains("NotAfter"));
    }
  }

  @Test
  void takesUpNewFilesAtTheNextConnection() throws Exception {
    PemFiles files = authority.issue("client", Instant.now().minusSeconds(60), List.of("x"), true);
    for (Path file : List.of(files.certificate(), files.key())) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
    }
    try (Channels channels = channels(security(files))) {
      assertThatThrownBy(() -> answers(channels, cluster.pdAddress()))
          .isInstanceOf(StatusRuntimeException.class);
      authority.issue("client");
      cluster.cutConnections();
      Awaitility.await().ignoreExceptions().until(() -> answers(channels, cluster.pdAddress()));
    }
  }

  @Test
  void needsKeyAndCertificateTogether() {
    assertThatThrownBy(() -> new Security("ca.pem", "cert.pem", ""))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("expected: ca alone, all three, or none");
    assertThatThrownBy(() -> new Security("", "cert.pem", "key.pem"))
        .isInstanceOf(LoadException.class);
    assertThat(new Security("ca.pem", "", "").isTls()).isTrue();
    assertThat(Security.PLAIN.isTls()).isFalse();
  }
}
