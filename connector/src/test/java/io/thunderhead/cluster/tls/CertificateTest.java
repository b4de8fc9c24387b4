package io.thunderhead.cluster.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.cluster.Cell;
import io.thunderhead.cluster.Phase;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.CertificateAuthority;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.PemFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The servers' certificate ends, or is replaced in time, at any moment. */
class CertificateTest {
  @TempDir static Path directory;
  private static CertificateAuthority authority;
  private static MiniCluster cluster;
  private static PemFiles client;

  @BeforeAll
  static void start() {
    authority = CertificateAuthority.create(directory, "ca");
    client = authority.issue("client");
    cluster = MiniCluster.builder().tls(authority.issue("server")).start();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static String[] secured() {
    return new String[] {
      "ca", client.ca().toString(),
      "cert", client.certificate().toString(),
      "key", client.key().toString()
    };
  }

  @ParameterizedTest
  @EnumSource
  void loadsEveryRowWhenTheCertificateIsReplaced(Phase phase) {
    authority.issue("server");
    try (Cell cell = new Cell(cluster)) {
      cell.at(
          phase,
          () -> {
            authority.issue("server");
            cluster.cutConnections();
          });
      cell.loads(secured());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMMIT")
  void tellsThatTheCertificateHasEnded(Phase phase) {
    authority.issue("server");
    cluster.cutConnections();
    try (Cell cell = new Cell(cluster)) {
      cell.at(phase, CertificateTest::expire);
      LoadException refusal = cell.refused(secured());
      assertThat(refusal.code())
          .isIn(
              phase == Phase.CHECKSUM
                  ? List.of(ErrorCode.COMMIT_UNKNOWN)
                  : List.of(
                      ErrorCode.UNREACHABLE,
                      ErrorCode.RETRIES_EXHAUSTED,
                      ErrorCode.INGEST_STATE_UNKNOWN));
      assertThat(refusal).hasMessageContaining("NotAfter");
    } finally {
      authority.issue("server");
      cluster.cutConnections();
    }
  }

  private static void expire() {
    authority.issue("server", Instant.now().minusSeconds(60), List.of("localhost"), true);
    cluster.cutConnections();
  }
}
