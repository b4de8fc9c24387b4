package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which allocators a table has and which statement moves which (import-protocol 4.5). */
@Contract(
    spec = {"4.5"},
    calls = {"SQL"})
@ExtendWith(ContractTidb.class)
class AllocatorTest {
  private final SqlDoor tidb;

  AllocatorTest(SqlDoor tidb) {
    this.tidb = tidb;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "no_key|(v INT)|_TIDB_ROWID=1",
        "nonclustered|(id INT PRIMARY KEY NONCLUSTERED)|_TIDB_ROWID=1",
        "own|(id BIGINT PRIMARY KEY)|",
        "common|(id VARCHAR(9) PRIMARY KEY CLUSTERED)|",
        "increment|(id BIGINT PRIMARY KEY AUTO_INCREMENT)|_TIDB_ROWID=1",
        "second|(a VARCHAR(9) PRIMARY KEY CLUSTERED, id BIGINT AUTO_INCREMENT UNIQUE)|_TIDB_ROWID=1",
        "random|(id BIGINT PRIMARY KEY AUTO_RANDOM)|AUTO_RANDOM=1",
        "apart|(id BIGINT PRIMARY KEY AUTO_INCREMENT) AUTO_ID_CACHE 1|AUTO_INCREMENT=1",
        "both|(id BIGINT PRIMARY KEY NONCLUSTERED AUTO_INCREMENT) AUTO_ID_CACHE 1|_TIDB_ROWID=1,AUTO_INCREMENT=1",
        "cache_only|(v INT) AUTO_ID_CACHE 1|_TIDB_ROWID=1"
      })
  void showsTheAllocatorsOfATable(String name, String definition, String expected)
      throws SQLException {
    tidb.run("CREATE TABLE shown_" + name + " " + definition);
    assertThat(String.join(",", tidb.nextIds("shown_" + name)))
        .isEqualTo(expected == null ? "" : expected);
  }

  @Test
  void namesTheColumnThatIsCounted() throws SQLException {
    tidb.run("CREATE TABLE named (Id BIGINT PRIMARY KEY AUTO_INCREMENT)");
    assertThat(tidb.rows("SHOW TABLE named NEXT_ROW_ID").get(0))
        .containsExactly(tidb.database(), "named", "Id", "1", "_TIDB_ROWID");
    tidb.run("CREATE TABLE unnamed (v INT)");
    assertThat(tidb.rows("SHOW TABLE unnamed NEXT_ROW_ID").get(0).get(2)).isEqualTo("_tidb_rowid");
  }

  @Test
  void movesRowIdsByAutoIncrementEvenWithoutSuchAColumn() throws SQLException {
    tidb.run("CREATE TABLE plain (v INT)");
    tidb.run("ALTER TABLE plain AUTO_INCREMENT = 101");
    assertThat(tidb.nextIds("plain")).containsExactly("_TIDB_ROWID=101");
  }

  @Test
  void warnsAndKeepsTheLargerIdWithoutForce() throws SQLException {
    tidb.run("CREATE TABLE kept (id BIGINT PRIMARY KEY AUTO_INCREMENT) AUTO_INCREMENT = 500");
    tidb.run("ALTER TABLE kept AUTO_INCREMENT = 50");
    assertThat(tidb.rows("SHOW WARNINGS").get(0).get(2))
        .isEqualTo("Can't reset AUTO_INCREMENT to 50 without FORCE option, using 500 instead");
    assertThat(tidb.nextIds("kept")).containsExactly("_TIDB_ROWID=500");
    tidb.run("ALTER TABLE kept FORCE AUTO_INCREMENT = 50");
    assertThat(tidb.nextIds("kept")).containsExactly("_TIDB_ROWID=50");
    assertThat(tidb.failure("ALTER TABLE kept FORCE AUTO_INCREMENT = 0")).isEqualTo(1467);
  }

  @Test
  void movesOnlyAutoIncrementWhenItIsApart() throws SQLException {
    tidb.run(
        "CREATE TABLE two (id BIGINT PRIMARY KEY NONCLUSTERED AUTO_INCREMENT) AUTO_ID_CACHE 1");
    tidb.run("ALTER TABLE two AUTO_INCREMENT = 70");
    assertThat(tidb.nextIds("two")).containsExactly("_TIDB_ROWID=1", "AUTO_INCREMENT=70");
  }

  @Test
  void movesNothingWhenItIsApartAndNotThere() throws SQLException {
    tidb.run("CREATE TABLE none (v INT) AUTO_ID_CACHE 1");
    tidb.run("ALTER TABLE none AUTO_INCREMENT = 70");
    assertThat(tidb.nextIds("none")).containsExactly("_TIDB_ROWID=1");
  }

  @Test
  void movesRowIdsByAnInsertThatIsRolledBack() throws SQLException {
    tidb.run("CREATE TABLE inserted (v INT NOT NULL) AUTO_ID_CACHE 1 SHARD_ROW_ID_BITS = 4");
    tidb.run("SET SESSION tidb_opt_write_row_id = 1, sql_mode = ''");
    tidb.run("BEGIN");
    tidb.run("INSERT INTO inserted (_tidb_rowid) VALUES (9000)");
    tidb.run("ROLLBACK");
    tidb.run("SET SESSION tidb_opt_write_row_id = 0, sql_mode = DEFAULT");
    String next = tidb.rows("SHOW TABLE inserted NEXT_ROW_ID").get(0).get(3);
    assertThat(Long.parseLong(next)).isGreaterThan(9000);
    assertThat(tidb.value("SELECT COUNT(*) FROM inserted")).isEqualTo("0");
  }

  @Test
  void refusesRowIdsUntilTheSessionAllowsThem() throws SQLException {
    tidb.run("CREATE TABLE refused (v INT)");
    tidb.run("BEGIN");
    assertThat(tidb.failure("INSERT INTO refused (v, _tidb_rowid) VALUES (1, 5)")).isEqualTo(1105);
    tidb.run("ROLLBACK");
  }

  @Test
  void wantsDefaultsInStrictMode() throws SQLException {
    tidb.run("CREATE TABLE strict (v INT NOT NULL)");
    tidb.run("SET SESSION tidb_opt_write_row_id = 1");
    tidb.run("BEGIN");
    assertThat(tidb.failure("INSERT INTO strict (_tidb_rowid) VALUES (5)")).isEqualTo(1364);
    tidb.run("ROLLBACK");
    tidb.run("SET SESSION tidb_opt_write_row_id = 0");
  }

  @Test
  void movesAutoRandomWithinItsIncrementalBits() throws SQLException {
    tidb.run("CREATE TABLE random (id BIGINT PRIMARY KEY AUTO_RANDOM(4, 32))");
    tidb.run("ALTER TABLE random AUTO_RANDOM_BASE = 134217727");
    assertThat(tidb.nextIds("random")).containsExactly("AUTO_RANDOM=134217727");
    assertThat(tidb.failure("ALTER TABLE random AUTO_RANDOM_BASE = 134217728")).isEqualTo(8216);
    tidb.run("CREATE TABLE ordered (id BIGINT PRIMARY KEY)");
    assertThat(tidb.failure("ALTER TABLE ordered AUTO_RANDOM_BASE = 5")).isEqualTo(8216);
  }

  @Test
  void countsUnsignedColumnsBeyondTheSignBit() throws SQLException {
    tidb.run("CREATE TABLE wide (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT)");
    tidb.run("ALTER TABLE wide AUTO_INCREMENT = 9223372036854775817");
    assertThat(tidb.nextIds("wide")).containsExactly("_TIDB_ROWID=-9223372036854775799");
  }

  @Test
  void startsAnewWithATruncatedTable() throws SQLException {
    tidb.run("CREATE TABLE emptied (v INT) AUTO_INCREMENT = 77");
    tidb.run("TRUNCATE TABLE emptied");
    assertThat(tidb.nextIds("emptied")).containsExactly("_TIDB_ROWID=1");
  }
}
