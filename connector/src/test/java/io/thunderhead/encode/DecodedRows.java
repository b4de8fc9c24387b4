package io.thunderhead.encode;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.SqlMode;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Encodes the text that {@link RowDecoder} gave. Not in strict mode: the shortest text of the
 * largest FLOAT is above it as a double.
 */
final class DecodedRows {
  private static final EncodeSettings SETTINGS =
      new EncodeSettings(ZoneOffset.UTC, SqlMode.parse(""), true, Instant.EPOCH);

  private DecodedRows() {}

  static Map<String, String> encode(RowDecoder decoder, List<String> texts, long handle) {
    StructType input = new StructType();
    Object[] values = new Object[texts.size()];
    int position = 0;
    for (ColumnInfo column : decoder.columns()) {
      boolean bit = column.type().tp() == FieldType.BIT;
      boolean bytes = column.type().isString() && column.type().charset().equals("binary");
      input = input.add(column.name(), bit || bytes ? DataTypes.BinaryType : DataTypes.StringType);
      String text = texts.get(position);
      values[position++] =
          text == null || !(bit || bytes)
              ? text
              : bit
                  ? new BigInteger(text).toByteArray()
                  : HexFormat.of().parseHex(text.substring(2));
    }
    Row row = RowFactory.create(values);
    KvCollector collector = new KvCollector();
    new FrameEncoder(decoder.table(), input, SETTINGS).encode(row, handle, collector);
    return collector.kvs();
  }
}
