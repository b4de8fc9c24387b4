package io.thunderhead.encode;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SqlMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Rows of texts for table {@code t} of some DDL, and the pairs that they become, as hex. */
final class SqlRows {
  private final TableInfo table;
  private List<String> names;
  private String zone = "UTC";
  private Set<SqlMode> modes = SqlMode.CLUSTER_DEFAULT;
  private boolean newCollation = true;
  private RowEncoder encoder;

  /** One pair as hex. */
  record Pair(String key, String value) {}

  private SqlRows(TableInfo table) {
    this.table = table;
    this.names =
        table.columns().stream().filter(each -> !each.hidden()).map(ColumnInfo::name).toList();
  }

  static SqlRows of(String ddl) {
    return new SqlRows(SqlTable.of(ddl));
  }

  static SqlRows of(TableInfo table) {
    return new SqlRows(table);
  }

  SqlRows zone(String id) {
    zone = id;
    encoder = null;
    return this;
  }

  SqlRows mode(String sqlMode) {
    modes = SqlMode.parse(sqlMode);
    encoder = null;
    return this;
  }

  SqlRows oldCollation() {
    newCollation = false;
    encoder = null;
    return this;
  }

  /** Names the columns that the texts are of; all visible ones otherwise. */
  SqlRows columns(String... given) {
    names = List.of(given);
    encoder = null;
    return this;
  }

  List<String> names() {
    return names;
  }

  TableInfo table() {
    return table;
  }

  /** Encodes one row with the row id 7. */
  List<Pair> row(String... texts) {
    return rowWithId(7, texts);
  }

  List<Pair> rowWithId(long rowId, String... texts) {
    return encode(rowOf(texts), rowId);
  }

  private SourceRow rowOf(String... texts) {
    InputColumns columns = InputColumns.of(names);
    SourceRow input = new SourceRow();
    input.start(columns, "", 0);
    for (String text : texts) {
      if (text == null) {
        input.putNull();
      } else {
        input.buffer().put(text.getBytes(StandardCharsets.UTF_8));
        input.endText();
      }
    }
    return input;
  }

  private List<Pair> encode(SourceRow input, long rowId) {
    if (encoder == null) {
      encoder =
          new RowEncoder(
              table,
              input.columns(),
              new EncodeSettings(
                  ZoneId.of(zone), modes, newCollation, Instant.parse("2024-05-06T07:08:09.987Z")));
    }
    List<Pair> pairs = new ArrayList<>();
    HexFormat hex = HexFormat.of();
    encoder.encode(
        input,
        rowId,
        (key, value) ->
            pairs.add(
                new Pair(hex.formatHex(key.toByteArray()), hex.formatHex(value.toByteArray()))));
    return pairs;
  }

  /** Returns the record's value. */
  String record(String... texts) {
    return row(texts).get(0).value();
  }

  /** Returns what the record's key has behind {@code t{id}_r}. */
  String handle(String... texts) {
    return row(texts).get(0).key().substring(2 * TableCodec.RECORD_PREFIX_LENGTH);
  }

  /** Returns what the keys of an index have behind {@code t{id}_i{index id}}, and the values. */
  List<Pair> index(String name, String... texts) {
    List<Pair> found = new ArrayList<>();
    long id =
        table.indexes().stream()
            .filter(index -> index.name().equalsIgnoreCase(name))
            .mapToLong(IndexInfo::id)
            .findFirst()
            .orElseThrow();
    for (Pair pair : row(texts)) {
      byte[] key = HexFormat.of().parseHex(pair.key());
      if (TableCodec.indexId(key) == id) {
        found.add(new Pair(pair.key().substring(2 * TableCodec.INDEX_PREFIX_LENGTH), pair.value()));
      }
    }
    return found;
  }

  /** Returns the only entry of an index as {@code key=value}. */
  String entry(String name, String... texts) {
    List<Pair> pairs = index(name, texts);
    if (pairs.size() != 1) {
      throw new AssertionError(pairs);
    }
    return pairs.get(0).key() + "=" + pairs.get(0).value();
  }

  /** Returns the table or partition that the record lies in. */
  long place(String... texts) {
    return TableCodec.tableId(HexFormat.of().parseHex(row(texts).get(0).key()));
  }

  /** Returns the row's columns as they read back. */
  List<String> shown(String... texts) {
    return shown(rowOf(texts));
  }

  List<String> shown(SourceRow row) {
    Pair record = encode(row, 7).get(0);
    return new RowDecoder(table, ZoneId.of(zone))
        .decode(HexFormat.of().parseHex(record.key()), HexFormat.of().parseHex(record.value()));
  }

  /** Tells why a row is refused. */
  String refusal(String... texts) {
    return refusal(rowOf(texts));
  }

  String refusal(SourceRow row) {
    try {
      throw new AssertionError(encode(row, 7));
    } catch (LoadException e) {
      return e.getMessage() + " [" + e.code() + "]";
    }
  }
}
