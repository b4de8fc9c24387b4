package io.thunderhead.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.RowStatement;
import io.thunderhead.option.TableName;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.source.SourceRow;
import io.thunderhead.sql.SqlServers;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.sqlit.LoadByPart;
import io.thunderhead.sqlit.MariaDb;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.SqlMode;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that go by LOAD DATA are those that INSERT writes. */
class LocalInfileTest {
  private static final AtomicLong IDS = new AtomicLong(System.nanoTime());
  private static final String TYPES =
      "id BIGINT PRIMARY KEY, u BIGINT UNSIGNED, d DECIMAL(65,30), f FLOAT, g DOUBLE, s VARCHAR(100), t TEXT CHARACTER SET latin1 COLLATE latin1_bin, e ENUM('a','it''s','NULL'), m SET('x','y y'), j JSON, da DATE, dt DATETIME(6), ts TIMESTAMP(3) NULL, ti TIME(2)";

  private MariaDb server;
  private final List<String> bad = new ArrayList<>();

  @BeforeEach
  void makeDatabase() throws Exception {
    server = MariaDb.shared();
    server.run("CREATE DATABASE IF NOT EXISTS d; DROP TABLE IF EXISTS d.l, d.i");
  }

  private void table(String columns) throws SQLException {
    server.run("CREATE TABLE d.l (%s); CREATE TABLE d.i (%s)".formatted(columns, columns));
  }

  private LogicalPlan plan(
      String table, ConflictStrategy strategy, RowStatement statement, SqlMode... modes) {
    TidbClient client = new TidbClient(List.of(server.address()), "root", "");
    return new LogicalPlan(
        new SqlServers(List.of(server.address()), "root", ""),
        IDS.incrementAndGet(),
        "ledger",
        SqlTarget.read(client, new TableName("d", table)),
        new EncodeSettings(ZoneOffset.UTC, Set.of(modes), true, Instant.EPOCH),
        strategy,
        new LogicalPlan.Batch(50, 1 << 20, statement, 0),
        true,
        new RetryPolicy(10, Duration.ofMillis(5), Duration.ofMillis(50)),
        Duration.ofSeconds(30));
  }

  /** Returns how many LOAD DATA statements the server ran for the rows. */
  private long write(LogicalPlan plan, List<String> columns, List<String[]> rows)
      throws SQLException {
    TidbClient client = new TidbClient(List.of(server.address()), "root", "");
    new LogicalLedger(client, plan).begin(1, 0, false);
    long before = loads();
    try (BatchWriter writer = new BatchWriter(plan, 0, new Told())) {
      SourceRow row = new SourceRow();
      for (int i = 0; i < rows.size(); i++) {
        writer.write(LoadByPart.row(row, InputColumns.of(columns), i + 1L, rows.get(i)));
      }
      writer.finish();
    }
    return loads() - before;
  }

  private long write(LogicalPlan plan, List<String[]> rows) throws SQLException {
    return write(plan, List.of("id", "v"), rows);
  }

  private final class Told implements BatchWriter.BadRows {
    @Override
    public void add(InputRow row) {
      bad.add(row.place());
    }

    @Override
    public void add(InputRow row, LoadException why) {
      bad.add(row.place());
    }

    @Override
    public long room() {
      return 10;
    }

    @Override
    public void checkAll(long total) {
      assertThat(total).isLessThanOrEqualTo(10);
    }
  }

  private long loads() throws SQLException {
    return Long.parseLong(server.rows("SHOW GLOBAL STATUS LIKE 'Com_load'").get(0).split(",")[1]);
  }

  private static List<String[]> numbered(int from, int to) {
    List<String[]> rows = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      rows.add(new String[] {String.valueOf(i), "v" + i});
    }
    return rows;
  }

  private void requireBothAlike(String columns) throws SQLException {
    String all = "SELECT %s FROM d.%s ORDER BY id";
    assertThat(server.rows(all.formatted(columns, "l")))
        .isEqualTo(server.rows(all.formatted(columns, "i")))
        .isNotEmpty();
  }

  @Test
  void storesEachTextAsItIs() throws Exception {
    table("id BIGINT PRIMARY KEY, v TEXT CHARACTER SET utf8mb4");
    String[] pieces = {
      "'", "\\", "\n", "\r", "\t", "\0", "\u001a", "(", ")", ",", "),(", "NULL", "\\N", "'),", "\"",
      "a", "é", "日本", "😀", " ", "''", "\\'", "b"
    };
    Random random = new Random(7);
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(6); j > 0; j--) {
        text.append(pieces[random.nextInt(pieces.length)]);
      }
      rows.add(new String[] {String.valueOf(i), i % 50 == 49 ? null : text.toString()});
    }
    assertThat(write(plan("l", ConflictStrategy.ERROR, RowStatement.AUTO), rows)).isEqualTo(60);
    assertThat(write(plan("i", ConflictStrategy.ERROR, RowStatement.INSERT), rows)).isZero();
    requireBothAlike("id, HEX(v)");
    List<String> stored = server.rows("SELECT COALESCE(HEX(v), 'none') FROM d.l ORDER BY id");
    for (int i = 0; i < rows.size(); i++) {
      String text = rows.get(i)[1];
      String expected =
          text == null
              ? "none"
              : java.util.HexFormat.of()
                  .withUpperCase()
                  .formatHex(text.getBytes(StandardCharsets.UTF_8));
      assertThat(stored.get(i)).as("row %d", i).isEqualTo(expected);
    }
  }

  @Test
  void storesValuesOfEachTypeAsInsertDoes() throws Exception {
    table(TYPES);
    List<String[]> rows =
        List.of(
            new String[] {
              "1",
              "18446744073709551615",
              "-12345678901234567890123456789012345.123456789012345678901234567891",
              "1.17549e-38",
              "-1.7976931348623157e308",
              "x",
              "Zürich €",
              "it's",
              "x,y y",
              "{\"a\": [1, \"(),'\"]}",
              "9999-12-31",
              "2024-02-29 23:59:59.999999",
              "2024-02-29 23:59:59.999",
              "-838:59:59.00"
            },
            new String[] {
              "2",
              "0",
              "0.000000000000000000000000000001",
              "0",
              "1",
              "",
              "",
              "NULL",
              "",
              "null",
              "1000-01-01",
              "1000-01-01 00:00:00",
              "1970-01-01 00:00:01",
              "00:00:00.01"
            },
            new String[] {
              "3", null, null, null, null, null, null, null, null, null, null, null, null, null
            });
    List<String> columns =
        List.of("id", "u", "d", "f", "g", "s", "t", "e", "m", "j", "da", "dt", "ts", "ti");
    SqlMode strict = SqlMode.STRICT_TRANS_TABLES;
    assertThat(write(plan("l", ConflictStrategy.ERROR, RowStatement.AUTO, strict), columns, rows))
        .isEqualTo(1);
    write(plan("i", ConflictStrategy.ERROR, RowStatement.INSERT, strict), columns, rows);
    assertThat(bad).isEmpty();
    requireBothAlike("*");
    requireBothAlike("id, HEX(t), HEX(m), e+0, f+0e0, g+0e0");
  }

  @Test
  void sendsBytesBitsAndYearsByInsert() throws Exception {
    for (String type : List.of("VARBINARY(10)", "BLOB", "BIT(9)", "YEAR")) {
      server.run(
          "DROP TABLE IF EXISTS d.l; CREATE TABLE d.l (id BIGINT PRIMARY KEY, v " + type + ")");
      LogicalPlan plan = plan("l", ConflictStrategy.ERROR, RowStatement.AUTO);
      assertThat(write(plan, List.of(new String[] {"1", "0"}, new String[] {"2", "1"})))
          .as(type)
          .isZero();
      assertThat(server.rows("SELECT COUNT(*) FROM d.l")).containsExactly("2");
    }
  }

  @Test
  void sendsRowsThatMustStayOutByInsert() throws Exception {
    table("id BIGINT PRIMARY KEY, v VARCHAR(20)");
    server.run("INSERT INTO d.l VALUES (3, 'mine')");
    assertThat(write(plan("l", ConflictStrategy.IGNORE, RowStatement.AUTO), numbered(1, 60)))
        .isZero();
    assertThat(server.rows("SELECT v FROM d.l WHERE id IN (3, 4)")).containsExactly("mine", "v4");
  }

  @Test
  void replacesRowsAndCountsThem() throws Exception {
    table("id BIGINT PRIMARY KEY, v VARCHAR(20)");
    server.run("INSERT INTO d.l VALUES (3, 'theirs'), (700, 'theirs')");
    LogicalPlan plan = plan("l", ConflictStrategy.REPLACE, RowStatement.AUTO);
    assertThat(write(plan, numbered(1, 60))).isEqualTo(2);
    TidbClient client = new TidbClient(List.of(server.address()), "root", "");
    assertThat(new LogicalLedger(client, plan).totals())
        .isEqualTo(new LogicalLedger.Totals(60, 60, 0, 1));
    assertThat(server.rows("SELECT v FROM d.l WHERE id IN (3, 700) ORDER BY id"))
        .containsExactly("v3", "theirs");
  }

  @Test
  void namesTheRowWhoseKeyIsTaken() throws Exception {
    table("id BIGINT PRIMARY KEY, v VARCHAR(20)");
    server.run("INSERT INTO d.l VALUES (73, 'mine')");
    assertThatThrownBy(
            () -> write(plan("l", ConflictStrategy.ERROR, RowStatement.AUTO), numbered(1, 120)))
        .isInstanceOfSatisfying(
            LoadException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DUPLICATE_KEY);
              assertThat(e.getMessage()).startsWith("part.csv:73: ");
            });
    assertThat(server.rows("SELECT COUNT(*), MAX(id) FROM d.l")).containsExactly("51,73");
  }

  @Test
  void setsRowsAsideThatInsertRefusesAndGoesBackToLoadData() throws Exception {
    // In a strict session INSERT refuses the row, and LOAD DATA LOCAL would only warn of it.
    table("id BIGINT PRIMARY KEY, v VARCHAR(20) CHECK (v <> 'v60')");
    LogicalPlan plan =
        plan("l", ConflictStrategy.ERROR, RowStatement.AUTO, SqlMode.STRICT_TRANS_TABLES);
    assertThat(write(plan, numbered(1, 500))).isEqualTo(10);
    assertThat(bad).containsExactly("part.csv:60");
    assertThat(server.rows("SELECT COUNT(*), SUM(id) FROM d.l")).containsExactly("499,125190");
  }

  @Test
  void takesInsertWhereTheServerRefusesFilesOfClients() throws Exception {
    table("id BIGINT PRIMARY KEY, v VARCHAR(20)");
    server.run("SET GLOBAL local_infile = 0");
    try {
      write(plan("l", ConflictStrategy.ERROR, RowStatement.AUTO), numbered(1, 500));
    } finally {
      server.run("SET GLOBAL local_infile = 1");
    }
    assertThat(server.rows("SELECT COUNT(*), SUM(id) FROM d.l")).containsExactly("500,125250");
  }

  @Test
  void givesTheServerNoFileOfThisMachine(@TempDir Path folder) throws Exception {
    table("id BIGINT PRIMARY KEY, v VARCHAR(20)");
    Path file = Files.writeString(folder.resolve("secret"), "1\tpassword\n");
    String sql = "LOAD DATA LOCAL INFILE '%s' INTO TABLE d.l".formatted(file);
    try (SqlSession session =
        new SqlSession(plan("l", ConflictStrategy.ERROR, RowStatement.AUTO), 0)) {
      session.open();
      assertThatThrownBy(() -> session.statement().execute(sql)).isInstanceOf(SQLException.class);
    }
    try (SqlSession session =
        new SqlSession(plan("l", ConflictStrategy.ERROR, RowStatement.AUTO), 0)) {
      session.open();
      session.load(sql, new ByteArrayInputStream("2\trow\n".getBytes(StandardCharsets.UTF_8)));
      session.commit();
      assertThatThrownBy(() -> session.statement().execute(sql)).isInstanceOf(SQLException.class);
    }
    assertThat(server.rows("SELECT * FROM d.l")).containsExactly("2,row");
  }
}
