package io.thunderhead.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.type.Charset;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.SqlMode;
import io.thunderhead.type.StringType;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class EngineRowTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("l", DataTypes.LongType)
          .add("i", DataTypes.IntegerType)
          .add("h", DataTypes.ShortType)
          .add("b", DataTypes.ByteType)
          .add("o", DataTypes.BooleanType)
          .add("f", DataTypes.FloatType)
          .add("d", DataTypes.DoubleType)
          .add("n", DataTypes.createDecimalType(20, 4))
          .add("day", DataTypes.DateType)
          .add("at", DataTypes.TimestampType)
          .add("civil", DataTypes.TimestampNTZType)
          .add("s", DataTypes.StringType)
          .add("x", DataTypes.BinaryType);

  private final ColumnType column =
      new StringType(
          StringType.Family.VARCHAR,
          Charset.UTF8MB4,
          "utf8mb4_bin",
          200,
          new ConversionRules(
              Set.of(SqlMode.STRICT_TRANS_TABLES), ZoneId.of("Europe/Berlin"), true));

  private String stored(InputRow row, int index) {
    if (row.isNull(index)) {
      return null;
    }
    Datum out = new Datum();
    row.read(index, column, out);
    return column.text(out);
  }

  private static InternalRow engine(Row row) {
    return (InternalRow) CatalystTypeConverters.createToCatalystConverter(SCHEMA).apply(row);
  }

  @Test
  void readsWhatRowsOfFramesRead() {
    List<Row> rows =
        List.of(
            RowFactory.create(
                Long.MIN_VALUE,
                -5,
                (short) 7,
                (byte) -1,
                true,
                1.5f,
                0.1,
                new BigDecimal("-12345678901234.5600"),
                Date.valueOf("2024-02-29"),
                Timestamp.valueOf("1969-12-31 23:59:59.999999"),
                LocalDateTime.parse("0999-01-01T00:00:00.000001"),
                "plain ' \\ \0 text",
                new byte[] {65, 66}),
            RowFactory.create(
                0L,
                0,
                (short) 0,
                (byte) 0,
                false,
                -0f,
                1e30,
                new BigDecimal("0.0000"),
                Date.valueOf("0001-01-01"),
                Timestamp.valueOf("2024-10-27 02:30:00"),
                LocalDateTime.parse("2024-10-27T02:30:00"),
                "grüße 雷 ⚡ 🌩",
                new byte[0]),
            RowFactory.create(new Object[SCHEMA.size()]));
    FrameRow frame = new FrameRow(SCHEMA);
    EngineRow read = new EngineRow(SCHEMA);
    for (Row row : rows) {
      frame.of(row);
      read.of(engine(row));
      for (int i = 0; i < SCHEMA.size(); i++) {
        assertThat(stored(read, i)).as(SCHEMA.fieldNames()[i]).isEqualTo(stored(frame, i));
        if (!read.isNull(i)) {
          assertThat(read.text(i)).isEqualTo(frame.text(i));
        }
      }
    }
  }

  @Test
  void showsBytesThatAreNoTextAsSparkDoes() {
    DataType text = DataTypes.StringType;
    EngineRow read = new EngineRow(new StructType().add("s", text));
    byte[] bytes = {'a', (byte) 0xff, 'b'};
    read.of(new GenericInternalRow(new Object[] {UTF8String.fromBytes(bytes)}));
    assertThat(stored(read, 0)).isEqualTo("a\ufffdb");
  }
}
