package io.thunderhead.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.encode.RowDecoder;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.KvPair;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;

/** Tells encoded rows and their keys as people read them. Not thread-safe. */
public final class RowText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TableInfo table;
  private final RowDecoder decoder;

  /**
   * @param zone in which TIMESTAMPs are shown
   */
  RowText(TableInfo table, ZoneId zone) {
    this.table = table;
    this.decoder = new RowDecoder(table, zone);
  }

  /** Returns the text of each column that is shown, by its name. */
  ObjectNode values(KvPair kv) {
    List<String> texts = decoder.decode(kv.key(), kv.value());
    ObjectNode values = JSON.createObjectNode();
    for (int i = 0; i < texts.size(); i++) {
      values.put(decoder.columns().get(i).name(), texts.get(i));
    }
    return values;
  }

  /** Returns the name of the index that a raw key is of. */
  String indexName(byte[] key) {
    return TableCodec.isRecordKey(key) ? "PRIMARY" : index(key).name();
  }

  /** Returns the values of the key's columns; of columns that are not shown, the key's bytes. */
  String key(byte[] key, ObjectNode values) {
    ArrayNode texts = JSON.createArrayNode();
    if (TableCodec.isRecordKey(key) && table.hasRowId()) {
      return texts.add(TableCodec.intHandle(key)).toString();
    }
    for (ColumnInfo column : keyColumns(key)) {
      if (!values.has(column.name())) {
        return "0x" + HexFormat.of().formatHex(key);
      }
      texts.add(values.get(column.name()));
    }
    return texts.toString();
  }

  private List<ColumnInfo> keyColumns(byte[] key) {
    if (TableCodec.isRecordKey(key) && !table.isCommonHandle()) {
      return List.of(table.handleColumn());
    }
    IndexInfo index = TableCodec.isRecordKey(key) ? table.primaryIndex() : index(key);
    return index.columns().stream()
        .map(IndexColumn::offset)
        .map(offset -> table.columns().get(offset))
        .toList();
  }

  private IndexInfo index(byte[] key) {
    long id = TableCodec.indexId(key);
    return table.indexes().stream().filter(each -> each.id() == id).findFirst().orElseThrow();
  }
}
