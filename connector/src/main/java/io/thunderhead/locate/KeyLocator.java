package io.thunderhead.locate;

import io.thunderhead.codec.Bytes;
import io.thunderhead.schema.PartitionInfo;
import java.util.List;
import java.util.zip.CRC32;

/** KEY: a checksum of the columns' texts, unsigned, modulo the partitions (kv-encoding 7.4). */
final class KeyLocator extends PartitionLocator {
  private final ColumnValue[] columns;
  private final long count;
  private final Bytes text = new Bytes(64);
  private final CRC32 checksum = new CRC32();

  KeyLocator(PartitionInfo partition, List<ColumnValue> columns) {
    super(partition);
    this.columns = columns.toArray(ColumnValue[]::new);
    this.count = partition.definitions().size();
  }

  @Override
  int index() {
    text.clear();
    for (ColumnValue column : columns) {
      if (column.value().isNull()) {
        text.put(0);
      } else {
        column.type().putHashText(column.value(), text);
      }
    }
    checksum.reset();
    checksum.update(text.array(), 0, text.length());
    return (int) (checksum.getValue() % count);
  }

  @Override
  String shown() {
    return ColumnTuples.shown(columns);
  }
}
