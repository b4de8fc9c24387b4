package io.thunderhead.encode;

import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FrameRow;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** An encoder of Spark's rows. */
final class FrameEncoder {
  private final FrameRow input;
  private final RowEncoder encoder;

  FrameEncoder(TableInfo table, StructType schema, EncodeSettings settings) {
    input = new FrameRow(schema);
    encoder = new RowEncoder(table, input.columns(), settings);
  }

  void encode(Row row, long rowId, KvSink sink) {
    encoder.encode(input.of(row), rowId, sink);
  }

  AutoIds maxAutoIds() {
    return encoder.maxAutoIds();
  }

  int indexKvsPerRow() {
    return encoder.indexKvsPerRow();
  }
}
