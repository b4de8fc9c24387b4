package io.thunderhead.encode;

import io.thunderhead.ddl.Catalog;
import io.thunderhead.schema.TableInfo;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Tables from DDL, as TiDB would keep them. */
final class SqlTable {
  private SqlTable() {}

  /** Runs statements and returns table {@code t}; its id and those after it count from 100. */
  static TableInfo of(String sql) {
    AtomicLong ids = new AtomicLong(98);
    Catalog catalog = new Catalog(ids::incrementAndGet, () -> 1L);
    catalog.execute("CREATE DATABASE d; USE d; " + sql);
    return TableInfo.fromJson(
        catalog.table("d", "t").orElseThrow().toString().getBytes(StandardCharsets.UTF_8));
  }
}
