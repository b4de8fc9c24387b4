package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a loader asks a TiDB session. */
@Contract(
    spec = {"4.4", "4.7"},
    calls = {"SQL"})
@ExtendWith(ContractTidb.class)
class SessionTest {
  private final SqlDoor tidb;

  SessionTest(SqlDoor tidb) {
    this.tidb = tidb;
  }

  @Test
  void tellsTheSettingsThatStoredBytesDependOn() throws SQLException {
    assertThat(
            tidb.value(
                "SELECT variable_value FROM mysql.tidb WHERE variable_name ="
                    + " 'new_collation_enabled'"))
        .isIn("True", "False");
    assertThat(tidb.value("SELECT @@global.tidb_row_format_version")).isIn("1", "2");
    assertThat(tidb.value("SELECT @@global.tidb_enable_row_level_checksum")).isIn("0", "1");
    assertThat(tidb.value("SELECT @@global.sql_mode")).isNotNull();
    assertThat(tidb.value("SELECT VERSION()")).contains("-TiDB-");
  }

  @Test
  void keepsVariablesOfTheSessionApart() throws SQLException {
    tidb.run("SET SESSION sql_mode = 'NO_ZERO_DATE'");
    assertThat(tidb.value("SELECT @@session.sql_mode")).isEqualTo("NO_ZERO_DATE");
    try (Connection other = SqlDoor.connect(tidb.address(), "root", "")) {
      assertThat(other.isValid(5)).isTrue();
    }
    tidb.run("SET SESSION sql_mode = DEFAULT");
    assertThat(tidb.value("SELECT @@sql_mode")).isEqualTo(tidb.value("SELECT @@global.sql_mode"));
    assertThat(tidb.rows("SHOW VARIABLES LIKE 'tidb\\_row\\_format%'"))
        .containsExactly(
            List.of(
                "tidb_row_format_version", tidb.value("SELECT @@global.tidb_row_format_version")));
  }

  @Test
  void namesWhatItDoesNotKnow() throws SQLException {
    tidb.run("CREATE TABLE there (v INT)");
    assertThat(tidb.failure("SELECT @@no_such_variable")).isEqualTo(1193);
    assertThat(tidb.failure("SET SESSION no_such_variable = 1")).isEqualTo(1193);
    assertThat(tidb.failure("SHOW TABLE missing NEXT_ROW_ID")).isEqualTo(1146);
    assertThat(tidb.failure("ALTER TABLE missing AUTO_INCREMENT = 4")).isEqualTo(1146);
    assertThat(tidb.failure("USE missing_database")).isEqualTo(1049);
    assertThat(tidb.failure("CREATE TABLE there (v INT)")).isEqualTo(1050);
    assertThat(tidb.failure("NONSENSE")).isEqualTo(1064);
  }

  @Test
  void refusesAWrongPassword() {
    assertThatThrownBy(() -> SqlDoor.connect(tidb.address(), "root", "wrong").close())
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045));
  }

  @Test
  void letsAUserDoWhatIsGranted() throws SQLException {
    String user = "u" + System.nanoTime();
    tidb.run("CREATE TABLE mine (v INT)");
    tidb.run("CREATE USER '" + user + "'@'%' IDENTIFIED BY 'secret'");
    tidb.run("GRANT SELECT ON " + tidb.database() + ".* TO '" + user + "'@'%'");
    String mine = tidb.database() + ".mine";
    try (Connection connection = SqlDoor.connect(tidb.address(), user, "secret");
        var statement = connection.createStatement()) {
      statement.execute("SELECT 1 FROM " + mine + " LIMIT 1");
      assertThatThrownBy(() -> statement.execute("ALTER TABLE " + mine + " AUTO_INCREMENT = 5"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1142));
      statement.execute("SHOW GRANTS");
    } finally {
      tidb.run("DROP USER '" + user + "'@'%'");
    }
  }

  @Test
  void looksAtTables() throws SQLException {
    tidb.run("CREATE TABLE looked (id INT PRIMARY KEY)");
    String name = tidb.database() + ".looked";
    assertThat(tidb.rows("SELECT 1 FROM " + name + " USE INDEX() LIMIT 1")).isEmpty();
    assertThat(tidb.value("SELECT COUNT(*) FROM " + name)).isEqualTo("0");
    assertThat(tidb.rows("ADMIN CHECKSUM TABLE " + name))
        .containsExactly(List.of(tidb.database(), "looked", "0", "0", "0"));
    assertThat(tidb.rows("SHOW TABLES LIKE 'look%'")).containsExactly(List.of("looked"));
    assertThat(tidb.value("SELECT DATABASE()")).isEqualTo(tidb.database());
    tidb.run("ANALYZE TABLE " + name);
  }

  @Test
  void listsTheServersOfTheCluster() throws SQLException {
    List<List<String>> servers =
        tidb.rows("SELECT TYPE, INSTANCE, STATUS_ADDRESS FROM INFORMATION_SCHEMA.CLUSTER_INFO");
    assertThat(servers.stream().map(row -> row.get(0))).contains("tidb", "pd", "tikv");
    assertThat(servers).allMatch(row -> row.get(1).matches(".+:\\d+"));
    assertThat(servers).allMatch(row -> row.get(2).matches(".+:\\d+"));
  }
}
