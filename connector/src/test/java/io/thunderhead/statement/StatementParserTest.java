package io.thunderhead.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {

  @Test
  void readsAPathAlone() {
    ImportStatement.OfFiles read = files("IMPORT INTO t FROM '/data/t.csv'");
    assertThat(read.table()).containsExactly("t");
    assertThat(read.path()).isEqualTo("/data/t.csv");
    assertThat(read.format()).isEmpty();
    assertThat(read.columns().fields()).isEmpty();
    assertThat(read.settings().load()).isEmpty();
    assertThat(read.settings().files()).isEmpty();
  }

  @Test
  void readsEachPart() {
    ImportStatement.OfFiles read =
        files(
            """
            import /* now */ into `my cat`.db.`t``x` (id, @1, `na me`, @day)
            set day = to_date(@day, 'dd.MM, yyyy'), up = upper(trim(both ' ' from @1)) -- why
            from "s3://b/x-*.csv" format 'CSV' with skip_rows=1, detached;
            """);
    assertThat(read.table()).containsExactly("my cat", "db", "t`x");
    assertThat(read.columns().fields()).containsExactly("id", "@1", "na me", "@day");
    assertThat(read.columns().set())
        .containsExactly(
            Map.entry("day", "to_date(@day, 'dd.MM, yyyy')"),
            Map.entry("up", "upper(trim(both ' ' from @1))"));
    assertThat(read.format()).isEqualTo("csv");
    assertThat(read.settings().detached()).isTrue();
    assertThat(read.settings().files()).containsExactly(Map.entry("skip-rows", "1"));
  }

  @Test
  void readsTheStringsOfCsvWithTheirEscapes() {
    Map<String, String> files =
        files(
                "IMPORT INTO t FROM 'x' WITH character_set='gbk', fields_terminated_by='\\t',"
                    + " fields_enclosed_by='''', fields_escaped_by='\\\\',"
                    + " fields_defined_null_by='[\"x', lines_terminated_by=0x0d0A, skip_rows=0,"
                    + " SPLIT_FILE")
            .settings()
            .files();
    assertThat(files)
        .containsEntry("character-set", "gbk")
        .containsEntry("fields-terminated-by", "\t")
        .containsEntry("fields-enclosed-by", "'")
        .containsEntry("fields-escaped-by", "\\")
        .containsEntry("null", "[\"[\\\"x\"]")
        .containsEntry("lines-terminated-by", "\r\n")
        .containsEntry("strict-format", "true");
    assertThat(files("IMPORT INTO t FROM 'x' WITH fields_terminated_by='\\\\t'").settings().files())
        .containsEntry("fields-terminated-by", "\\\\t");
  }

  @Test
  void readsTheOptionsOfTheLoad() {
    ImportSettings read =
        files(
                "IMPORT INTO t FROM 'x' WITH max_write_speed='200MiB', checksum_table=true,"
                    + " record_errors=-1, on_duplicate_key='capture', group_key='g',"
                    + " disable_tikv_import_mode, disable_precheck")
            .settings();
    assertThat(read.load())
        .containsOnly(
            Map.entry("store-write-bwlimit", "200MiB"),
            Map.entry("checksum", "required"),
            Map.entry("max-error", String.valueOf(Long.MAX_VALUE)),
            Map.entry("on-duplicate", "capture"),
            Map.entry("tikv-import-mode", "false"),
            Map.entry("check-requirements", "CHECK_TARGET_USING_CDC_PITR"));
    assertThat(read.group()).isEqualTo("g");
    assertThat(read.told()).isEmpty();
  }

  @Test
  void tellsOfOptionsThatSayNothingHere() {
    ImportSettings read =
        files(
                "IMPORT INTO t FROM 'x' WITH thread=8, disk_quota='50GiB', cloud_storage_uri='',"
                    + " manual_recovery, __manual_recovery, __max_engine_size='1GiB',"
                    + " __force_merge_step")
            .settings();
    assertThat(read.load()).isEmpty();
    assertThat(read.told()).hasSize(7).allMatch(line -> line.contains("says nothing here"));
  }

  @Test
  void readsAQueryUpToItsOptions() {
    ImportStatement.OfQuery read =
        query(
            "IMPORT INTO db.t (a, b) FROM SELECT x, count(*) FROM s GROUP BY x WITH ROLLUP"
                + " WITH THREAD = 8, disable_precheck");
    assertThat(read.columns()).containsExactly("a", "b");
    assertThat(read.query()).isEqualTo("SELECT x, count(*) FROM s GROUP BY x WITH ROLLUP");
    assertThat(read.settings().told()).hasSize(1);
    assertThat(query("IMPORT INTO t FROM (SELECT 1 FROM s) WITH thread=2").query())
        .isEqualTo("(SELECT 1 FROM s)");
    assertThat(query("IMPORT INTO t FROM WITH c AS (SELECT 1) SELECT * FROM c;").query())
        .isEqualTo("WITH c AS (SELECT 1) SELECT * FROM c");
  }

  @Test
  void readsTimesOfQueriesInTheWordsOfTidbAndOfSpark() {
    assertThat(
            query("IMPORT INTO t FROM SELECT * FROM s AS OF TIMESTAMP '2024-02-27 11:38:00'")
                .query())
        .isEqualTo("SELECT * FROM s TIMESTAMP AS OF '2024-02-27 11:38:00'");
    assertThat(query("IMPORT INTO t FROM SELECT * FROM s as of timestamp now() - 1 a, b").query())
        .isEqualTo("SELECT * FROM s TIMESTAMP AS OF now() - 1 a, b");
    String spark = "SELECT * FROM s FOR TIMESTAMP AS OF TIMESTAMP '2024-02-27 11:38:00'";
    assertThat(query("IMPORT INTO t FROM " + spark).query()).isEqualTo(spark);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IMPORT INTO t FROM '/path/to/small.csv'",
        "IMPORT INTO t FROM '/path/to/small.csv' WITH DETACHED",
        "IMPORT INTO t FROM '/path/to/file.csv' WITH skip_rows=1",
        "IMPORT INTO t(id, name, @1) FROM '/path/to/file.csv' WITH skip_rows=1",
        "IMPORT INTO t FROM '/path/to/file-*.csv'",
        "IMPORT INTO t FROM '/path/to/file-0[13].csv'",
        "IMPORT INTO t FROM 's3://bucket-name/test.csv?access-key=XXX&secret-access-key=XXX'",
        "IMPORT INTO t FROM 'gs://import/test.csv?credentials-file=${credentials-file-path}'",
        "IMPORT INTO t(id, name, @1) SET val=@1*100 FROM '/path/to/file.csv' WITH skip_rows=1",
        "IMPORT INTO t FROM '/path/to/file.sql' FORMAT 'sql'",
        "IMPORT INTO t FROM 's3://bucket/path/to/file.parquet?access-key=XXX' FORMAT 'parquet'"
            + " WITH MAX_WRITE_SPEED='10MiB'",
        "IMPORT INTO t FROM '/path/to/file.csv' WITH GROUP_KEY='user_group'"
      })
  void readsStatementsAsTheManualWritesThem(String sql) {
    assertThat(StatementParser.isImportStatement(sql)).isTrue();
    ImportStatement.OfFiles read = files(sql);
    assertThat(read.table()).containsExactly("t");
    assertThat(sql).contains("FROM '" + read.path() + "'");
    assertThat(read.settings().told()).isEmpty();
  }

  @Test
  void readsQueriesAsTheManualWritesThem() {
    assertThat(
            query(
                    "IMPORT INTO t FROM SELECT * FROM src UNION SELECT * FROM src2 WITH THREAD = 8,"
                        + " DISABLE_PRECHECK")
                .query())
        .isEqualTo("SELECT * FROM src UNION SELECT * FROM src2");
  }

  @Test
  void readsStatementsOnJobs() {
    assertThat(StatementParser.parse("show import jobs"))
        .isEqualTo(new ImportStatement.ShowJobs(null, ""));
    assertThat(StatementParser.parse("SHOW RAW IMPORT JOBS WHERE Status = 'failed';"))
        .isEqualTo(new ImportStatement.ShowJobs(null, "Status = 'failed'"));
    assertThat(StatementParser.parse("SHOW IMPORT JOB 461234567890123456"))
        .isEqualTo(new ImportStatement.ShowJobs(461234567890123456L, ""));
    assertThat(StatementParser.parse("SHOW IMPORT GROUPS WHERE Failed > 0"))
        .isEqualTo(new ImportStatement.ShowGroups(null, "Failed > 0"));
    assertThat(StatementParser.parse("SHOW IMPORT GROUP 'it''s'"))
        .isEqualTo(new ImportStatement.ShowGroups("it's", ""));
    assertThat(StatementParser.parse("CANCEL IMPORT JOB 7"))
        .isEqualTo(new ImportStatement.CancelJob(7));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "IMPORT INTO t FROM 'x'",
        " /* a */ -- b\n import\n\tinto t",
        "SHOW IMPORT JOBS",
        "show import group 'night'",
        "SHOW RAW IMPORT GROUPS",
        "cancel import job"
      })
  void knowsItsStatements(String sql) {
    assertThat(StatementParser.isImportStatement(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'IMPORT INTO t'",
        "SHOW TABLES",
        "-- IMPORT INTO t\nSELECT 1",
        "SHOW IMPORT JOBSX",
        "IMPORTINTO t"
      })
  void leavesOthersAlone(String sql) {
    assertThat(StatementParser.isImportStatement(sql)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "IMPORT INTO FROM 'x' | line 1, column 18 | FROM",
        "IMPORT INTO t FORM 'x' | line 1, column 15 | FROM",
        "IMPORT INTO t FROM x | line 1, column 20 | a path in quotes, or SELECT",
        "IMPORT INTO t FROM | at the end | a path in quotes",
        "IMPORT INTO t (a, FROM 'x' | line 1, column 24 | ')'",
        "IMPORT INTO t (a, A) FROM 'x' | column 'A' is named twice | each column once",
        "IMPORT INTO t SET a = FROM 'x' | line 1, column 23 | an expression",
        "IMPORT INTO t SET a = 1, a = 2 FROM 'x' | set twice | once",
        "IMPORT INTO t SET a = (1 FROM 'x' | at the end | a closing parenthesis",
        "IMPORT INTO t FROM 'x' FORMAT 'orc' | line 1, column 31 | 'csv', 'sql' or 'parquet'",
        "IMPORT INTO t FROM 'x' WITH skip_row=1 | Did you mean 'skip_rows'? | skip_rows",
        "IMPORT INTO t FROM 'x' WITH skip_rows=1, SKIP_ROWS=2 | given twice | once",
        "IMPORT INTO t FROM 'x' WITH skip_rows | at the end | = and a whole number",
        "IMPORT INTO t FROM 'x' WITH skip_rows='a' | column 39 | a whole number",
        "IMPORT INTO t FROM 'x' WITH skip_rows=-1 | below zero | 0 or more",
        "IMPORT INTO t FROM 'x' WITH record_errors=-2 | below zero | -1 or more",
        "IMPORT INTO t FROM 'x' WITH detached=1 | column 37 | no value for detached",
        "IMPORT INTO t FROM 'x' WITH checksum_table='maybe' | checksum_table: 'maybe' | 'optional'",
        "IMPORT INTO t FROM 'x' WITH fields_terminated_by='' | fields_terminated_by: '' | one character",
        "IMPORT INTO t FROM 'x' WITH split_file | split_file needs | lines_terminated_by",
        "IMPORT INTO t FROM 'x' FORMAT 'parquet' WITH skip_rows=1 | is for CSV | parquet",
        "IMPORT INTO t FROM 'x | does not end | '",
        "IMPORT INTO t FROM 'x' extra | column 24 | the end of the statement",
        "IMPORT INTO t FROM SELECT 1 WITH skip_rows=1 | is for files | thread or disable_precheck",
        "IMPORT INTO t (@a) FROM SELECT 1 | has no field | columns for a query",
        "IMPORT INTO t SET a = 1 FROM SELECT 1 | SET has no fields | a path in quotes",
        "IMPORT INTO t (A, b) SET a = 1 FROM 'x' | column 'a' is set and takes a field | @variable",
        "SHOW IMPORT GROUP night | line 1, column 19 | a group's key in quotes",
        "SHOW IMPORT JOBS WHERE | at the end | a condition",
        "SHOW IMPORT JOB x | line 1, column 17 | a job's id",
        "CANCEL IMPORT JOB | at the end | a job's id"
      })
  void pointsAtTheErrorAndSaysWhatWasExpected(String sql, String problem, String expected) {
    assertThatThrownBy(() -> StatementParser.parse(sql))
        .hasMessageContaining(problem)
        .hasMessageContaining(expected);
  }

  @Test
  void countsLines() {
    assertThatThrownBy(() -> StatementParser.parse("IMPORT INTO t\nFROM 'x'\n  WITH nope"))
        .hasMessageContaining("line 3, column 8, at \"nope\"");
  }

  private static ImportStatement.OfFiles files(String sql) {
    return (ImportStatement.OfFiles) StatementParser.parse(sql);
  }

  private static ImportStatement.OfQuery query(String sql) {
    return (ImportStatement.OfQuery) StatementParser.parse(sql);
  }
}
