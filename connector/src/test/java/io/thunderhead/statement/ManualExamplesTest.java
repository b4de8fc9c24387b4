package io.thunderhead.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.statement.ImportStatement.Columns;
import io.thunderhead.statement.ImportStatement.OfFiles;
import io.thunderhead.statement.ImportStatement.OfQuery;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The statements of TiDB's manual on imports, each with all that it means. */
class ManualExamplesTest {
  private static final List<String> T = List.of("t");
  private static final ImportSettings NONE = settings(Map.of(), Map.of(), "", false);

  static Stream<Arguments> examples() {
    return Stream.of(
        example("IMPORT INTO t FROM '/path/to/small.csv';", files("/path/to/small.csv", "", NONE)),
        example(
            "IMPORT INTO t FROM '/path/to/small.csv' WITH DETACHED;",
            files("/path/to/small.csv", "", settings(Map.of(), Map.of(), "", true))),
        example(
            "IMPORT INTO t FROM '/path/to/file.csv' WITH skip_rows=1;",
            files("/path/to/file.csv", "", skipping(1))),
        example(
            "IMPORT INTO t(id, name, @1) FROM '/path/to/file.csv' WITH skip_rows=1;",
            new OfFiles(
                T,
                new Columns(List.of("id", "name", "@1"), Map.of()),
                "/path/to/file.csv",
                "",
                skipping(1))),
        example(
            "IMPORT INTO t FROM '/path/to/file-*.csv';", files("/path/to/file-*.csv", "", NONE)),
        example(
            "IMPORT INTO t FROM '/path/to/file-0[13].csv';",
            files("/path/to/file-0[13].csv", "", NONE)),
        example(
            "IMPORT INTO t FROM 's3://bucket-name/test.csv?access-key=XXX&secret-access-key=XXX';",
            files("s3://bucket-name/test.csv?access-key=XXX&secret-access-key=XXX", "", NONE)),
        example(
            "IMPORT INTO t FROM 'gs://import/test.csv?credentials-file=${credentials-file-path}';",
            files("gs://import/test.csv?credentials-file=${credentials-file-path}", "", NONE)),
        example(
            "IMPORT INTO t(id, name, @1) SET val=@1*100 FROM '/path/to/file.csv' WITH skip_rows=1;",
            new OfFiles(
                T,
                new Columns(List.of("id", "name", "@1"), Map.of("val", "@1*100")),
                "/path/to/file.csv",
                "",
                skipping(1))),
        example(
            "IMPORT INTO t FROM '/path/to/file.sql' FORMAT 'sql';",
            files("/path/to/file.sql", "sql", NONE)),
        example(
            "IMPORT INTO t FROM 's3://bucket/path/to/file.parquet?access-key=XXX&secret-access-key=XXX'"
                + " FORMAT 'parquet' WITH MAX_WRITE_SPEED='10MiB';",
            files(
                "s3://bucket/path/to/file.parquet?access-key=XXX&secret-access-key=XXX",
                "parquet",
                settings(Map.of("store-write-bwlimit", "10MiB"), Map.of(), "", false))),
        example(
            "IMPORT INTO t FROM '/path/to/file.csv' WITH GROUP_KEY='user_group', DETACHED;",
            files("/path/to/file.csv", "", settings(Map.of(), Map.of(), "user_group", true))),
        example(
            "IMPORT INTO t FROM SELECT * FROM src UNION SELECT * FROM src2 WITH THREAD = 8, DISABLE_PRECHECK;",
            new OfQuery(
                T,
                List.of(),
                "SELECT * FROM src UNION SELECT * FROM src2",
                new ImportSettings(
                    Map.of("check-requirements", "CHECK_TARGET_USING_CDC_PITR"),
                    Map.of(),
                    "",
                    false,
                    List.of(
                        "option thread says nothing here: Spark's settings say how many tasks run at once")))),
        example(
            "IMPORT INTO t FROM SELECT * FROM src AS OF TIMESTAMP '2024-02-27 11:38:00';",
            new OfQuery(
                T,
                List.of(),
                "SELECT * FROM src TIMESTAMP AS OF '2024-02-27 11:38:00'",
                settings(Map.of(), Map.of(), "", false))),
        example(
            "IMPORT INTO t FROM SELECT * FROM view_name;",
            new OfQuery(T, List.of(), "SELECT * FROM view_name", NONE)),
        example(
            "IMPORT INTO t FROM (SELECT a, count(*) FROM s GROUP BY a WITH ROLLUP) WITH THREAD=1",
            new OfQuery(
                T,
                List.of(),
                "(SELECT a, count(*) FROM s GROUP BY a WITH ROLLUP)",
                new ImportSettings(
                    Map.of(),
                    Map.of(),
                    "",
                    false,
                    List.of(
                        "option thread says nothing here: Spark's settings say how many tasks run at once")))),
        example("SHOW IMPORT JOBS;", new ImportStatement.ShowJobs(null, "")),
        example("SHOW IMPORT JOB 60001;", new ImportStatement.ShowJobs(60001L, "")),
        example("CANCEL IMPORT JOB 1;", new ImportStatement.CancelJob(1)),
        example("SHOW IMPORT GROUPS;", new ImportStatement.ShowGroups(null, "")),
        example(
            "SHOW IMPORT GROUP \"import_group_1\";",
            new ImportStatement.ShowGroups("import_group_1", "")));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void meansWhatItMeansThere(String sql, ImportStatement expected) {
    assertThat(StatementParser.isImportStatement(sql)).isTrue();
    assertThat(StatementParser.parse(sql)).isEqualTo(expected);
  }

  private static Arguments example(String sql, ImportStatement expected) {
    return Arguments.of(sql, expected);
  }

  private static OfFiles files(String path, String format, ImportSettings settings) {
    return new OfFiles(T, new Columns(List.of(), Map.of()), path, format, settings);
  }

  private static ImportSettings skipping(int rows) {
    return settings(Map.of(), Map.of("skip-rows", String.valueOf(rows)), "", false);
  }

  private static ImportSettings settings(
      Map<String, String> load, Map<String, String> files, String group, boolean detached) {
    return new ImportSettings(load, files, group, detached, List.of());
  }
}
