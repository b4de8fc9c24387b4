package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.AbstractThrowableAssert;

/** A catalog with one database, {@code d}, chosen, for tests of single rules. */
final class Schemas {
  /** 2026-11-21 06:47:38.7 UTC. */
  static final long TIMESTAMP = 470612353658912779L;

  private Schemas() {}

  static Catalog catalog() {
    AtomicLong ids = new AtomicLong(100);
    Catalog catalog = new Catalog(ids::incrementAndGet, () -> TIMESTAMP);
    catalog.execute("CREATE DATABASE d; USE d");
    return catalog;
  }

  /** Runs statements and returns table {@code t}. */
  static ObjectNode table(String sql) {
    Catalog catalog = catalog();
    catalog.execute(sql);
    return catalog.table("d", "t").orElseThrow();
  }

  static JsonNode column(JsonNode table, String name) {
    for (JsonNode column : table.get("cols")) {
      if (column.at("/name/O").asText().equals(name)) {
        return column;
      }
    }
    throw new AssertionError("no column " + name);
  }

  /** The one column of a table, given its definition. */
  static JsonNode column(String definition) {
    return table("CREATE TABLE t (c " + definition + ")").at("/cols/0");
  }

  static JsonNode index(JsonNode table, String name) {
    for (JsonNode index : table.get("index_info")) {
      if (index.at("/idx_name/O").asText().equals(name)) {
        return index;
      }
    }
    throw new AssertionError("no index " + name);
  }

  static List<String> columnNames(JsonNode table) {
    return names(table.get("cols"), "name");
  }

  static List<String> indexNames(JsonNode table) {
    return names(table.get("index_info"), "idx_name");
  }

  private static List<String> names(JsonNode items, String field) {
    List<String> names = new ArrayList<>();
    items.forEach(item -> names.add(item.get(field).get("O").asText()));
    return names;
  }

  static AbstractThrowableAssert<?, ?> assertRefused(String sql) {
    Catalog catalog = catalog();
    return assertThatThrownBy(() -> catalog.execute(sql)).isInstanceOf(DdlException.class);
  }
}
