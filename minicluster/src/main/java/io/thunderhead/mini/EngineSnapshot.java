package io.thunderhead.mini;

import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Snapshot;

/** A consistent view of a store's database. Not thread-safe. */
final class EngineSnapshot implements AutoCloseable {
  private final RocksDB db;
  private final Map<Cf, ColumnFamilyHandle> families;
  private final Runnable release;
  private final Snapshot snapshot;
  private final ReadOptions options;

  EngineSnapshot(RocksDB db, Map<Cf, ColumnFamilyHandle> families, Runnable release) {
    this.db = db;
    this.families = families;
    this.release = release;
    snapshot = db.getSnapshot();
    options = new ReadOptions().setSnapshot(snapshot);
  }

  /** Returns the value of an encoded or versioned key, or null. */
  byte[] get(Cf cf, byte[] key) {
    try {
      return db.get(families.get(cf), options, Keys.data(key));
    } catch (RocksDBException e) {
      throw new IllegalStateException("RocksDB: " + e.getMessage(), e);
    }
  }

  /** Opens a cursor over {@code [start, end)} of encoded keys; empty is no bound. */
  Cursor cursor(Cf cf, byte[] start, byte[] end) {
    return new Cursor(db, families.get(cf), snapshot, Keys.data(start), Keys.dataEnd(end));
  }

  @Override
  public void close() {
    options.close();
    db.releaseSnapshot(snapshot);
    release.run();
  }

  /** Walks keys of one family, both ways, without the data prefix. */
  static final class Cursor implements AutoCloseable {
    private final Slice lower;
    private final Slice upper;
    private final ReadOptions options;
    private final RocksIterator iterator;
    private byte[] current;

    private Cursor(
        RocksDB db, ColumnFamilyHandle family, Snapshot snapshot, byte[] start, byte[] end) {
      lower = new Slice(start);
      upper = new Slice(end);
      options =
          new ReadOptions()
              .setSnapshot(snapshot)
              .setIterateLowerBound(lower)
              .setIterateUpperBound(upper);
      iterator = db.newIterator(family, options);
    }

    boolean valid() {
      return current != null;
    }

    /** Moves to the first key. */
    void first() {
      iterator.seekToFirst();
      moved();
    }

    /** Moves to the last key. */
    void last() {
      iterator.seekToLast();
      moved();
    }

    /** Moves to the first key at or above {@code key}. */
    void seek(byte[] key) {
      iterator.seek(Keys.data(key));
      moved();
    }

    /** Moves to the last key at or below {@code key}. */
    void seekForPrev(byte[] key) {
      iterator.seekForPrev(Keys.data(key));
      moved();
    }

    void next() {
      iterator.next();
      moved();
    }

    void previous() {
      iterator.prev();
      moved();
    }

    private void moved() {
      if (iterator.isValid()) {
        current = Keys.withoutPrefix(iterator.key());
        return;
      }
      current = null;
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw new IllegalStateException("RocksDB: " + e.getMessage(), e);
      }
    }

    /** Returns the key under the cursor; nobody may change it. */
    byte[] key() {
      return current;
    }

    byte[] value() {
      return iterator.value();
    }

    @Override
    public void close() {
      iterator.close();
      options.close();
      upper.close();
      lower.close();
    }
  }
}
