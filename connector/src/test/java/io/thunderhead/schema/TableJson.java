package io.thunderhead.schema;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes TableInfo JSON for tests, with only the fields that matter. */
public final class TableJson {
  private final List<String> columns = new ArrayList<>();
  private final List<String> indexes = new ArrayList<>();
  private final StringBuilder more = new StringBuilder();
  private final long id;

  public TableJson(long id) {
    this.id = id;
  }

  /** Adds a column; {@code more} is further fields of the column, or empty. */
  public TableJson column(long columnId, String name, String type, String more) {
    columns.add(
        "{\"id\":%d,\"name\":{\"O\":\"%s\",\"L\":\"%s\"},\"offset\":%d,\"type\":%s,\"state\":5,\"version\":2%s}"
            .formatted(
                columnId, name, name, columns.size(), type, more.isEmpty() ? "" : "," + more));
    return this;
  }

  /** Adds an index on columns by their offsets, in whole. */
  public TableJson index(long indexId, String name, boolean unique, int... offsets) {
    List<String> parts = new ArrayList<>();
    for (int offset : offsets) {
      parts.add("{\"name\":{\"O\":\"x\"},\"offset\":%d,\"length\":-1}".formatted(offset));
    }
    indexes.add(
        "{\"id\":%d,\"idx_name\":{\"O\":\"%s\"},\"idx_cols\":[%s],\"state\":5,\"is_unique\":%b}"
            .formatted(indexId, name, String.join(",", parts), unique));
    return this;
  }

  /** Adds an index as JSON. */
  public TableJson index(String json) {
    indexes.add(json);
    return this;
  }

  /** Adds fields of the table. */
  public TableJson with(String fields) {
    more.append(',').append(fields);
    return this;
  }

  public TableInfo build() {
    String json =
        "{\"id\":%d,\"name\":{\"O\":\"t\",\"L\":\"t\"},\"state\":5,\"cols\":[%s],\"index_info\":[%s]%s}"
            .formatted(id, String.join(",", columns), String.join(",", indexes), more);
    return TableInfo.fromJson(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a FieldType without character set. */
  public static String type(int tp, int flag, int flen, int decimal) {
    return string(tp, flag, flen, decimal, "binary", "binary");
  }

  /** Writes a FieldType of utf8mb4_bin. */
  public static String text(int tp, int flag, int flen) {
    return string(tp, flag, flen, 0, "utf8mb4", "utf8mb4_bin");
  }

  private static String string(
      int tp, int flag, int flen, int decimal, String charset, String collate) {
    return "{\"Tp\":%d,\"Flag\":%d,\"Flen\":%d,\"Decimal\":%d,\"Charset\":\"%s\",\"Collate\":\"%s\"}"
        .formatted(tp, flag, flen, decimal, charset, collate);
  }
}
