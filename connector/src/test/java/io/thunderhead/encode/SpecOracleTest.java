package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SqlMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The encoder against an independent derivation, on random tables and rows. */
class SpecOracleTest {
  private static final List<String> TYPES =
      List.of(
          "INT",
          "BIGINT",
          "BIGINT UNSIGNED",
          "DECIMAL(10,2)",
          "DECIMAL(65,30)",
          "DECIMAL(2,0)",
          "DECIMAL(20,20)",
          "DECIMAL(38,9)",
          "DOUBLE",
          "DATETIME",
          "DATETIME(6)",
          "VARBINARY(20)",
          "VARCHAR(20) COLLATE utf8mb4_bin",
          "VARCHAR(20) COLLATE utf8mb4_general_ci",
          "VARCHAR(20) COLLATE utf8mb4_0900_bin",
          "VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin",
          "CHAR(20) COLLATE utf8mb4_bin",
          "CHAR(20) COLLATE utf8mb4_general_ci");

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

  private final Random random = new Random(20261121);

  @Test
  void encodesRandomRowsAsTheSpecificationSays() {
    int pairs = 0;
    for (int i = 0; i < 400; i++) {
      String ddl = ddl();
      TableInfo table = SqlTable.of(ddl);
      SpecOracle oracle = new SpecOracle(table);
      List<String> names = table.columns().stream().map(ColumnInfo::name).toList();
      RowEncoder encoder =
          new RowEncoder(
              table,
              InputColumns.of(names),
              new EncodeSettings(ZoneOffset.UTC, SqlMode.CLUSTER_DEFAULT, true, Instant.EPOCH));
      for (int rowId = 1; rowId <= 20; rowId++) {
        List<Object> row = new ArrayList<>();
        table.columns().forEach(column -> row.add(value(column)));
        KvCollector kvs = new KvCollector();
        encoder.encode(input(names, row), rowId, kvs);
        assertThat(kvs.kvs())
            .as("%s: %s", ddl, row)
            .isEqualTo(new TreeMap<>(oracle.encode(row, rowId)));
        pairs += kvs.kvs().size();
      }
    }
    assertThat(pairs).isGreaterThan(10_000);
  }

  private String ddl() {
    List<String> columns = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      String more = i < 2 ? " NOT NULL" : random.nextInt(3) == 0 ? " NOT NULL" : "";
      columns.add("c" + i + " " + TYPES.get(random.nextInt(TYPES.size())) + more);
    }
    switch (random.nextInt(4)) {
      case 0 -> columns.add("PRIMARY KEY (" + parts(columns, Math.min(2, count)) + ") CLUSTERED");
      case 1 ->
          columns.add("PRIMARY KEY (" + parts(columns, Math.min(2, count)) + ") NONCLUSTERED");
      case 2 -> columns.set(0, "c0 BIGINT UNSIGNED PRIMARY KEY");
      default -> {}
    }
    List<String> keys = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      keys.add(
          (random.nextBoolean() ? "UNIQUE KEY k" : "KEY k")
              + i
              + " ("
              + parts(columns.subList(0, count), count)
              + ")");
    }
    columns.addAll(keys);
    return "CREATE TABLE t (" + String.join(", ", columns) + ")";
  }

  /** Some of the first columns in any order, strings cut or not. */
  private String parts(List<String> columns, int most) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      order.add(random.nextInt(order.size() + 1), i);
    }
    List<String> parts = new ArrayList<>();
    for (int at : order.subList(0, 1 + random.nextInt(Math.min(3, most)))) {
      boolean cut = columns.get(at).contains("CHAR") || columns.get(at).contains("VARB");
      parts.add(
          "c" + at + (cut && random.nextBoolean() ? "(" + (1 + random.nextInt(6)) + ")" : ""));
    }
    return String.join(", ", parts);
  }

  private Object value(ColumnInfo column) {
    FieldType type = column.type();
    if (!type.notNull() && random.nextInt(4) == 0) {
      return null;
    }
    return switch (type.tp()) {
      case FieldType.LONG -> (long) (random.nextInt() >> random.nextInt(32));
      case FieldType.LONGLONG ->
          type.unsigned()
              ? new BigInteger(64 - random.nextInt(64), random)
              : (Object) (random.nextLong() >> random.nextInt(64));
      case FieldType.NEW_DECIMAL -> decimal(type.flen(), type.decimal());
      case FieldType.DOUBLE ->
          random.nextInt(5) == 0 ? -0.0 : random.nextGaussian() * Math.pow(10, random.nextInt(30));
      case FieldType.DATETIME -> time(type.decimal());
      default -> string(type);
    };
  }

  private BigDecimal decimal(int precision, int scale) {
    BigInteger digits =
        new BigInteger(random.nextInt(220), random).mod(BigInteger.TEN.pow(precision));
    return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), scale);
  }

  private LocalDateTime time(int fsp) {
    int micros = fsp == 6 ? random.nextInt(1_000_000) : 0;
    long second = random.nextLong(315_000_000_000L) - 62_100_000_000L;
    return LocalDateTime.ofEpochSecond(second, micros * 1000, ZoneOffset.UTC);
  }

  private Object string(FieldType type) {
    if (type.charset().equals("binary")) {
      byte[] raw = new byte[random.nextInt(20)];
      random.nextBytes(raw);
      return raw;
    }
    boolean ascii = type.charset().equals("ascii") || type.collate().endsWith("_ci");
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(17); i > 0; i--) {
      text.appendCodePoint((ascii ? "aZ09 ~[" : "aZ 9é中😀").codePointAt(random.nextInt(7)));
    }
    if (type.tp() == FieldType.STRING) {
      return text.toString().replaceAll(" +$", "");
    }
    return text + " ".repeat(type.flen() > 200 && random.nextInt(3) == 0 ? 140 : random.nextInt(3));
  }

  private static SourceRow input(List<String> names, List<Object> row) {
    SourceRow input = new SourceRow();
    input.start(InputColumns.of(names), "", 0);
    for (Object value : row) {
      if (value == null) {
        input.putNull();
      } else if (value instanceof byte[] raw) {
        input.buffer().put(raw);
        input.endText();
      } else {
        String text = value instanceof LocalDateTime time ? time.format(MICROS) : value.toString();
        input.buffer().put(text.getBytes(StandardCharsets.UTF_8));
        input.endText();
      }
    }
    return input;
  }
}
