package io.thunderhead.mini;

import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.ddl.Catalog;
import io.thunderhead.ddl.Change;
import io.thunderhead.ddl.DdlException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays TiDB's part: runs DDL, keeps the meta keys (kv-encoding 6.2) and gives new tables regions
 * of their own. Thread-safe.
 */
final class Schema {
  /** TiDB's bootstrap version of the cluster that the golden data comes from. */
  private static final long BOOTSTRAP_VERSION = 283;

  /** Ids below are those of system tables, which this cluster does not have. */
  private static final long FIRST_USER_ID = 113;

  private static final List<String> ALLOCATORS = List.of("TID", "IID", "TARID", "SID");

  private final Transactions transactions;
  private final RegionChanges changes;
  private final AtomicLong lastId = new AtomicLong();
  private final Catalog catalog;
  private Batch batch;
  private long version;

  Schema(Transactions transactions, RegionChanges changes, Tso tso, int indexLimit) {
    this.transactions = transactions;
    this.changes = changes;
    catalog = new Catalog(lastId::incrementAndGet, tso::next, this::stored);
    catalog.indexLimit(indexLimit);
  }

  /** Makes the databases that every cluster has. */
  synchronized void bootstrap() {
    List<Change> made = new ArrayList<>(catalog.execute("CREATE DATABASE mysql"));
    made.addAll(catalog.execute("CREATE DATABASE sys"));
    lastId.set(FIRST_USER_ID);
    made.addAll(catalog.execute("CREATE DATABASE test"));
    catalog.execute("USE test");
    batch = new Batch();
    batch.put(MetaKeys.BOOTSTRAP, Long.toString(BOOTSTRAP_VERSION));
    made.forEach(batch::add);
    batch.commit();
  }

  /**
   * Runs a script. When a statement fails, those before it stay, as on a real cluster.
   *
   * @throws DdlException a statement is wrong or not taken
   */
  synchronized void execute(String sql) {
    batch = new Batch();
    try {
      catalog.execute(sql, batch::add);
    } finally {
      batch.commit();
    }
  }

  /**
   * Runs DDL for a session.
   *
   * @param database the session's, or null
   * @param variables the session's
   * @return warnings
   * @throws DdlException a statement is wrong or not taken
   */
  synchronized List<String> execute(String database, Map<String, String> variables, String sql) {
    batch = new Batch();
    try {
      catalog.execute(database, variables, sql, batch::add);
    } finally {
      batch.commit();
    }
    return batch.warnings;
  }

  /** Raises a table's row-id allocator to {@code base}, never lowers it; returns what it is. */
  synchronized long rebase(long databaseId, long tableId, long base) {
    return raise(databaseId, tableId, Change.Allocator.ROW_ID, base);
  }

  /** Raises an allocator that counts signed, never lowers it; returns what it is. */
  synchronized long raise(long databaseId, long tableId, Change.Allocator allocator, long base) {
    batch = new Batch();
    byte[] key = MetaKeys.inDatabase(databaseId, allocator.field(), tableId);
    long raised = batch.raise(key, base, false);
    batch.commit();
    return raised;
  }

  /** Returns the stored value of an allocator, 0 for none. */
  synchronized long allocator(long databaseId, long tableId, Change.Allocator allocator) {
    batch = new Batch();
    return stored(databaseId, tableId, allocator);
  }

  private long stored(long databaseId, long tableId, Change.Allocator allocator) {
    String value = batch.current(MetaKeys.inDatabase(databaseId, allocator.field(), tableId));
    return value == null ? 0 : Long.parseLong(value);
  }

  /** Changes of keys that become visible together, and the borders of new tables. */
  private final class Batch {
    private final Map<String, KeyValue> pairs = new LinkedHashMap<>();
    private final List<byte[]> borders = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void add(Change change) {
      if (change instanceof Change.DatabasePut put) {
        put(MetaKeys.database(put.databaseId()), put.databaseInfo().toString());
      } else if (change instanceof Change.DatabaseDropped dropped) {
        remove(MetaKeys.database(dropped.databaseId()));
        transactions.scan(MetaKeys.databasePrefix(dropped.databaseId())).stream()
            .map(KeyValue::key)
            .forEach(this::remove);
      } else if (change instanceof Change.TablePut put) {
        putTable(MetaKeys.inDatabase(put.databaseId(), "Table", put.tableId()), put.tableInfo());
      } else if (change instanceof Change.TableDropped dropped) {
        drop(dropped.databaseId(), dropped.tableId(), dropped.allocatorsKept());
      } else if (change instanceof Change.AllocatorRaised raised) {
        move(raised);
      } else if (change instanceof Change.Warned warned) {
        warnings.add(warned.message());
      }
    }

    private void move(Change.AllocatorRaised raised) {
      byte[] key =
          MetaKeys.inDatabase(raised.databaseId(), raised.allocator().field(), raised.tableId());
      if (raised.forced()) {
        put(key, Long.toString(raised.base()));
      } else {
        raise(key, raised.base(), raised.unsigned());
      }
    }

    private void drop(long databaseId, long tableId, boolean allocatorsKept) {
      remove(MetaKeys.inDatabase(databaseId, "Table", tableId));
      if (!allocatorsKept) {
        ALLOCATORS.forEach(field -> remove(MetaKeys.inDatabase(databaseId, field, tableId)));
      }
    }

    void putTable(byte[] key, JsonNode table) {
      if (current(key) == null) {
        borders.addAll(TableKeys.splitKeys(table));
      }
      putIfOther(key, table);
    }

    void putIfOther(byte[] key, JsonNode json) {
      if (!json.toString().equals(current(key))) {
        put(key, json.toString());
      }
    }

    long raise(byte[] key, long base, boolean unsigned) {
      String text = current(key);
      long before = text == null ? 0 : Long.parseLong(text);
      int order = unsigned ? Long.compareUnsigned(before, base) : Long.compare(before, base);
      if (order >= 0) {
        return before;
      }
      put(key, Long.toString(base));
      return base;
    }

    void put(byte[] key, String value) {
      pairs.put(Keys.hex(key), new KeyValue(key, value.getBytes(Texts.UTF8)));
    }

    private void remove(byte[] key) {
      if (current(key) != null) {
        pairs.put(Keys.hex(key), new KeyValue(key, null));
      }
    }

    private String current(byte[] key) {
      KeyValue changed = pairs.get(Keys.hex(key));
      byte[] value = changed != null ? changed.value() : transactions.get(key);
      return value == null ? null : new String(value, Texts.UTF8);
    }

    void commit() {
      if (pairs.isEmpty()) {
        return;
      }
      version++;
      put(MetaKeys.SCHEMA_VERSION, Long.toString(version));
      put(MetaKeys.NEXT_GLOBAL_ID, Long.toString(lastId.get()));
      transactions.commit(List.copyOf(pairs.values()));
      borders.forEach(border -> changes.splitAtIfInside(Keys.encode(border)));
    }
  }
}
