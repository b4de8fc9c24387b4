package io.thunderhead.job;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.encode.KvSink;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Prints KVs for people, one a line: {@code record} or {@code index NAME}, where it lies, the row's
 * handle, hex key and hex value, between tabs.
 */
final class KvPrinter implements KvSink {
  private static final HexFormat HEX = HexFormat.of();

  private final TableInfo table;
  private final PrintWriter out;
  private String handle = "";

  KvPrinter(TableInfo table, PrintWriter out) {
    this.table = table;
    this.out = out;
  }

  /** Takes the record of a row first, then its index entries. */
  @Override
  public void put(Bytes key, Bytes value) {
    byte[] rawKey = key.toByteArray();
    boolean record = TableCodec.isRecordKey(rawKey);
    if (record) {
      handle = handle(rawKey);
    }
    out.println(
        String.join(
            "\t",
            record ? "record" : "index " + indexName(TableCodec.indexId(rawKey)),
            place(TableCodec.tableId(rawKey)),
            "handle " + handle,
            HEX.formatHex(rawKey),
            HEX.formatHex(value.toByteArray())));
  }

  private String handle(byte[] recordKey) {
    if (table.isCommonHandle()) {
      return HEX.formatHex(
          Arrays.copyOfRange(recordKey, TableCodec.RECORD_PREFIX_LENGTH, recordKey.length));
    }
    long number = TableCodec.intHandle(recordKey);
    boolean unsigned = table.pkIsHandle() && table.handleColumn().type().unsigned();
    return unsigned ? Long.toUnsignedString(number) : Long.toString(number);
  }

  private String indexName(long id) {
    return table.indexes().stream()
        .filter(index -> index.id() == id)
        .map(IndexInfo::name)
        .findFirst()
        .orElse(Long.toString(id));
  }

  private String place(long physicalId) {
    return physicalId == table.id() || table.partition() == null
        ? "table " + table.name()
        : "partition "
            + table.partition().definitions().stream()
                .filter(each -> each.id() == physicalId)
                .map(each -> each.name())
                .findFirst()
                .orElse(Long.toString(physicalId));
  }
}
