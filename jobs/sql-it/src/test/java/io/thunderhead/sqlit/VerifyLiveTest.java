package io.thunderhead.sqlit;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.job.Thunderhead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live server's tables against others, row by row. */
class VerifyLiveTest {
  private static final String TYPES =
      "(id BIGINT UNSIGNED PRIMARY KEY, de DECIMAL(30,10), f FLOAT, d DOUBLE, b BIT(9), y YEAR, da DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, ti TIME(2), c CHAR(5), s TEXT, bi VARBINARY(9), fi BINARY(4), e ENUM('a','it''s','2'), se SET('x','y','z'), la VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_bin DEFAULT 'é', g INT AS (y + 1) STORED)";

  private static MariaDb server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    server = MariaDb.shared();
  }

  @BeforeEach
  void makeTables() throws SQLException {
    server.run(
        "CREATE DATABASE IF NOT EXISTS src; CREATE DATABASE IF NOT EXISTS dst; DROP TABLE IF EXISTS src.t; DROP TABLE IF EXISTS dst.t; CREATE TABLE src.t "
            + TYPES
            + "; INSERT INTO src.t (id, de, f, d, b, y, da, dt, ts, ti, c, s, bi, fi, e, se) VALUES (1, -1.5, 0.123456789, 1e308, 5, 2024, '0001-01-01', '2024-02-29 23:59:59.123456', '2020-01-01 00:00:00.5', '-838:59:59', 'ab', 'x\\\\\\\\y''é😀', 0x00FF, 0x01, 'it''s', 'x,z'), (18446744073709551615, 0, -0e0, 0, 0, 0, NULL, NULL, NULL, NULL, '', '', '', NULL, NULL, ''); INSERT INTO src.t (id, s) SELECT seq, CONCAT('row ', seq) FROM src.seq_2_to_3000; CREATE TABLE dst.t "
            + TYPES
            + "; INSERT INTO dst.t (id, de, f, d, b, y, da, dt, ts, ti, c, s, bi, fi, e, se) SELECT id, de, f, d, b, y, da, dt, ts, ti, c, s, bi, fi, e, se FROM src.t");
  }

  private int verify(Path json, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("verify", "--mysql", server.address(), "--tidb", server.address()));
    arguments.addAll(List.of("--table", "dst.t", "--mysql-table", "src.t"));
    arguments.addAll(List.of("--time-zone", "UTC", "--rechecks", "0", "--json", json.toString()));
    arguments.addAll(List.of(more));
    return Thunderhead.run(arguments.toArray(String[]::new));
  }

  @Test
  void findsACopyOfEveryTypeTheSame() throws IOException {
    Path json = folder.resolve("r.json");
    assertThat(verify(json)).as(read(json)).isZero();
    assertThat(read(json)).contains("\"sourceRows\" : 3001");
  }

  @Test
  void findsDifferencesOfEachSort() throws IOException, SQLException {
    server.run(
        "UPDATE dst.t SET s = 'row 7O0' WHERE id = 700; UPDATE dst.t SET f = 0.12345678 WHERE id = 1; UPDATE dst.t SET c = NULL WHERE id = 18446744073709551615; DELETE FROM dst.t WHERE id = 17; INSERT INTO dst.t (id) VALUES (99999)");
    Path json = folder.resolve("r.json");
    assertThat(verify(json)).isEqualTo(5);
    assertThat(read(json))
        .contains("\"missing\" : 1")
        .contains("\"extra\" : 1")
        .contains("\"different\" : 3")
        .contains("'row 7O0'")
        .contains("id '17'")
        .contains("id '99999'");
  }

  @Test
  void comparesFilesWithWhatAServerShows() throws IOException, SQLException {
    server.run(
        "DROP TABLE IF EXISTS dst.f; CREATE TABLE dst.f (id INT PRIMARY KEY, v VARCHAR(9)); INSERT INTO dst.f VALUES (1, 'one'), (2, 'two')");
    Path file = Files.writeString(folder.resolve("f.csv"), "id,v\n2,two\n1,one\n");
    String[] arguments = {
      "verify",
      "--tidb",
      server.address(),
      "--table",
      "dst.f",
      "--time-zone",
      "UTC",
      "--csv",
      file.toString()
    };
    assertThat(Thunderhead.run(arguments)).isZero();
    server.run("UPDATE dst.f SET v = NULL WHERE id = 2");
    assertThat(Thunderhead.run(arguments)).isEqualTo(5);
  }

  private static String read(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
