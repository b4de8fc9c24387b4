package io.thunderhead.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.MiniCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TidbClientTest {
  private static MiniCluster cluster;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    root().run("CREATE TABLE test.t (v INT)");
    root().run("CREATE USER 'reader'@'%' IDENTIFIED BY 'secret'");
    root().run("GRANT SELECT ON *.* TO 'reader'@'%'");
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static TidbClient root() {
    return new TidbClient(List.of(cluster.tidbAddress()), "root", "");
  }

  private static TidbClient reader(String password) {
    return new TidbClient(List.of(cluster.tidbAddress()), "reader", password);
  }

  /** Returns an address at which nobody listens. */
  private static String closed() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "127.0.0.1:" + socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static LoadException failure(Runnable work) {
    return catchThrowableOfType(LoadException.class, work::run);
  }

  @Test
  void readsRows() {
    assertThat(root().rows("SELECT 1 AS a, NULL, 'x' FROM mysql.tidb LIMIT 1"))
        .containsExactly(java.util.Arrays.asList("1", null, "x"));
  }

  @Test
  void takesTheNextServerWhenOneDoesNotAnswer() {
    TidbClient both = new TidbClient(List.of(closed(), cluster.tidbAddress()), "root", "");
    assertThat(both.rows("SELECT 1")).containsExactly(List.of("1"));
  }

  @Test
  void givesUpWhenNoServerAnswers() {
    String address = closed();
    LoadException failure =
        failure(() -> new TidbClient(List.of(address), "root", "hidden").rows("SELECT 1"));
    assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE);
    assertThat(failure).hasMessageContaining(address);
  }

  @Test
  void keepsThePasswordOutOfMessages() {
    LoadException failure = failure(() -> reader("hidden").rows("SELECT 1"));
    assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    assertThat(failure)
        .hasMessageContaining("user 'reader'")
        .hasMessageContaining("option")
        .message()
        .doesNotContain("hidden");
  }

  @Test
  void namesTheStatementAndThePrivilegeThatIsMissing() {
    LoadException failure =
        failure(() -> reader("secret").run("ALTER TABLE test.t AUTO_INCREMENT = 5"));
    assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    assertThat(failure).hasMessageContaining("AUTO_INCREMENT = 5").hasMessageContaining("Grant");
  }

  @Test
  void tellsWhatTiDBRefuses() {
    LoadException failure = failure(() -> root().run("ALTER TABLE test.none AUTO_INCREMENT = 5"));
    assertThat(failure.code()).isEqualTo(ErrorCode.SQL_FAILED);
    assertThat(failure).hasMessageContaining("1146");
  }

  @Test
  void readsTheSettingsOfTheCluster() {
    ClusterSettings settings = ClusterSettings.of(root());
    assertThat(settings.newCollation()).isTrue();
    assertThat(settings.rowFormat()).isEqualTo(2);
    assertThat(settings.rowChecksum()).isFalse();
    assertThat(settings.timeZone()).isEqualTo(ZoneId.of("UTC"));
    assertThat(settings.version()).contains("TiDB");
  }
}
