package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.schema.TableJson;
import io.thunderhead.type.SqlMode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/**
 * Random rows of every type: what is decoded is what was encoded, and index keys sort as values.
 */
class RowRoundTripTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
  private static final int VALUES = 12;

  private static final TableInfo TABLE =
      new TableJson(77)
          .column(3, "id", TableJson.type(FieldType.LONGLONG, 3, 20, 0), "")
          .column(1, "i", TableJson.type(FieldType.LONG, 0, 11, 0), "")
          .column(2, "u", TableJson.type(FieldType.LONGLONG, 32, 20, 0), "")
          .column(4, "n", TableJson.type(FieldType.NEW_DECIMAL, 0, 30, 10), "")
          .column(5, "d", TableJson.type(FieldType.DOUBLE, 0, 22, -1), "")
          .column(260, "s", TableJson.text(FieldType.VARCHAR, 0, 50), "")
          .column(6, "c", TableJson.text(FieldType.STRING, 0, 50), "\"default\":\"x\"")
          .column(7, "b", TableJson.type(FieldType.VARCHAR, 0, 50, 0), "")
          .column(8, "day", TableJson.type(FieldType.DATE, 0, 10, 0), "")
          .column(9, "dt", TableJson.type(FieldType.DATETIME, 0, 23, 3), "")
          .column(10, "ts", TableJson.type(FieldType.TIMESTAMP, 0, 23, 3), "")
          .column(11, "y", TableJson.type(FieldType.YEAR, 0, 4, 0), "")
          .column(12, "t", TableJson.type(FieldType.DURATION, 0, 10, 0), "")
          .index(1, "kn", false, 3, 8)
          .index(2, "ks", true, 5, 1)
          .with("\"pk_is_handle\":true")
          .build();

  private final Random random = new Random(4711);

  @Test
  void decodesWhatItEncodes() {
    FrameEncoder encoder =
        new FrameEncoder(
            TABLE, input(), new EncodeSettings(ZONE, SqlMode.CLUSTER_DEFAULT, true, Instant.EPOCH));
    RowDecoder decoder = new RowDecoder(TABLE, ZONE);
    for (int i = 0; i < 2000; i++) {
      List<String> row = row();
      List<String> shown = new ArrayList<>();
      int[] indexKvs = new int[1];
      encoder.encode(
          RowFactory.create(row.toArray()),
          0,
          (key, value) -> {
            if (TableCodec.isRecordKey(key.toByteArray())) {
              shown.addAll(decoder.decode(key.toByteArray(), value.toByteArray()));
            } else {
              indexKvs[0]++;
            }
          });
      String bytes = row.get(7);
      assertThat(shown.get(7)).isEqualTo(bytes == null ? null : hex(bytes));
      shown.set(7, bytes);
      if (row.get(4) != null) {
        assertThat(Double.parseDouble(shown.get(4))).isEqualTo(Double.parseDouble(row.get(4)));
        shown.set(4, row.get(4));
      }
      assertThat(shown).isEqualTo(row);
      assertThat(indexKvs[0]).isEqualTo(encoder.indexKvsPerRow());
    }
  }

  @Test
  void recordKeysSortAsHandles() {
    byte[] previous = null;
    for (long id : new long[] {Long.MIN_VALUE, -5, -1, 0, 1, 255, 256, Long.MAX_VALUE}) {
      Bytes key = new Bytes(19);
      List<String> row = row();
      row.set(0, Long.toString(id));
      FrameEncoder encoder =
          new FrameEncoder(
              TABLE,
              input(),
              new EncodeSettings(ZONE, SqlMode.CLUSTER_DEFAULT, true, Instant.EPOCH));
      encoder.encode(
          RowFactory.create(row.toArray()),
          0,
          (k, v) -> {
            if (TableCodec.isRecordKey(k.toByteArray())) {
              key.put(k.array(), 0, k.length());
            }
          });
      if (previous != null) {
        assertThat(Arrays.compareUnsigned(previous, key.toByteArray())).isNegative();
      }
      previous = key.toByteArray();
    }
  }

  private static StructType input() {
    StructType type = new StructType();
    for (int i = 0; i < TABLE.columns().size(); i++) {
      type = type.add(TABLE.columns().get(i).name(), DataTypes.StringType);
    }
    return type;
  }

  private List<String> row() {
    List<String> row = new ArrayList<>();
    row.add(Long.toString(random.nextLong()));
    for (int i = 0; i < VALUES; i++) {
      row.add(random.nextInt(6) == 0 ? null : value(i));
    }
    return row;
  }

  private String value(int column) {
    return switch (column) {
      case 0 -> Integer.toString(random.nextInt() >> random.nextInt(32));
      case 1 -> Long.toUnsignedString(random.nextLong() >>> random.nextInt(64));
      case 2 ->
          new BigDecimal(new BigInteger(90, random).subtract(BigInteger.TWO.pow(89)), 10)
              .toPlainString();
      case 3 -> plain(Double.longBitsToDouble(random.nextLong() & 0xc7ffffffffffffffL));
      case 4 -> text() + " ".repeat(random.nextInt(3));
      case 5 -> text();
      case 6 -> text();
      case 7 -> instant().toLocalDate().toString();
      case 8 -> instant().format(MILLIS);
      case 9 -> timestamp();
      case 10 -> Integer.toString(1901 + random.nextInt(255));
      default ->
          "%s%02d:%02d:%02d"
              .formatted(
                  random.nextBoolean() ? "-" : "",
                  1 + random.nextInt(838),
                  random.nextInt(60),
                  random.nextInt(60));
    };
  }

  /** A wall-clock time that is neither skipped nor shown twice. */
  private String timestamp() {
    while (true) {
      Instant instant = Instant.ofEpochMilli(86_400_000 + random.nextLong(2_147_000_000_000L));
      LocalDateTime wall = LocalDateTime.ofInstant(instant, ZONE);
      if (ZONE.getRules().getValidOffsets(wall).size() == 1) {
        return wall.format(MILLIS);
      }
    }
  }

  private LocalDateTime instant() {
    long second = random.nextLong(250_000_000_000L) - 40_000_000_000L;
    return LocalDateTime.ofEpochSecond(second, random.nextInt(1000) * 1_000_000, ZoneOffset.UTC);
  }

  private String text() {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      out.appendCodePoint("aZ0é中😀'\"\\\0".codePointAt(random.nextInt(6)));
    }
    return out.toString();
  }

  private static String plain(double value) {
    BigDecimal decimal = new BigDecimal(Double.toString(value));
    String text = decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
    return Double.parseDouble(text) == value ? text : "0";
  }

  private static String hex(String text) {
    StringBuilder out = new StringBuilder("0x");
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      out.append("%02X".formatted(each));
    }
    return out.toString();
  }
}
