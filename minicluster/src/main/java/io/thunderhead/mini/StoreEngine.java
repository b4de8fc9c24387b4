package io.thunderhead.mini;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ChecksumType;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Range;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.SizeApproximationFlag;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * A store's database: RocksDB with TiKV's column families, keys and level triggers.
 *
 * <p>Thread-safe. {@link #close} waits until snapshots are closed; each call after it ends in a
 * {@link StoreStoppedException}.
 */
final class StoreEngine implements AutoCloseable {
  /** Files of level 0 from which RocksDB would stop writes; TiKV's default. */
  static final int LEVEL0_STOP_TRIGGER = 20;

  /** Files of level 0 from which RocksDB compacts them; TiKV's default. */
  static final int LEVEL0_COMPACTION_TRIGGER = 4;

  private static final long BLOCK_CACHE_BYTES = 16L << 20;
  private static final long WRITE_BUFFER_BYTES = 8L << 20;
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int FORMAT_VERSION = 5;
  private static final int FILTER_BITS = 10;
  private static final int KEPT_LOG_FILES = 2;

  static {
    RocksDB.loadLibrary();
  }

  private final List<RocksObject> owned = new ArrayList<>();
  private final Map<Cf, ColumnFamilyHandle> families = new EnumMap<>(Cf.class);
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private final WriteOptions writeOptions = own(new WriteOptions());
  private final RocksDB db;
  private boolean closed;

  StoreEngine(Path directory) {
    LRUCache cache = own(new LRUCache(BLOCK_CACHE_BYTES));
    BloomFilter filter = own(new BloomFilter(FILTER_BITS));
    DBOptions dbOptions = own(new DBOptions());
    dbOptions.setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
    dbOptions.setInfoLogLevel(InfoLogLevel.WARN_LEVEL).setKeepLogFileNum(KEPT_LOG_FILES);
    List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
    for (Cf cf : Cf.values()) {
      descriptors.add(
          new ColumnFamilyDescriptor(
              cf.id().getBytes(Texts.UTF8), own(familyOptions(cache, filter))));
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      db = RocksDB.open(dbOptions, directory.toString(), descriptors, handles);
    } catch (RocksDBException e) {
      closeOwned();
      throw new IllegalStateException("database " + directory + " does not open", e);
    }
    Iterator<ColumnFamilyHandle> opened = handles.iterator();
    for (Cf cf : Cf.values()) {
      families.put(cf, opened.next());
    }
  }

  /** Returns options of files and families: 32 KiB blocks, format 5, CRC32c, LZ4. */
  static BlockBasedTableConfig tableFormat() {
    return new BlockBasedTableConfig()
        .setBlockSize(BLOCK_BYTES)
        .setFormatVersion(FORMAT_VERSION)
        .setChecksumType(ChecksumType.kCRC32c);
  }

  private static ColumnFamilyOptions familyOptions(LRUCache cache, BloomFilter filter) {
    return new ColumnFamilyOptions()
        .setTableFormatConfig(tableFormat().setBlockCache(cache).setFilterPolicy(filter))
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setWriteBufferSize(WRITE_BUFFER_BYTES)
        .setLevel0FileNumCompactionTrigger(LEVEL0_COMPACTION_TRIGGER)
        .setLevel0SlowdownWritesTrigger(LEVEL0_STOP_TRIGGER)
        .setLevel0StopWritesTrigger(LEVEL0_STOP_TRIGGER);
  }

  /** Applies all mutations or none. */
  void write(List<Mutation> mutations) {
    guarded(
        () -> {
          try (WriteBatch batch = new WriteBatch()) {
            for (Mutation mutation : mutations) {
              ColumnFamilyHandle family = families.get(mutation.cf());
              if (mutation.value() == null) {
                batch.delete(family, Keys.data(mutation.key()));
              } else {
                batch.put(family, Keys.data(mutation.key()), mutation.value());
              }
            }
            db.write(writeOptions, batch);
          }
          return null;
        });
  }

  /** Moves SST files into a family; they are gone from where they were. */
  void ingest(Cf cf, List<Path> files) {
    guarded(
        () -> {
          try (IngestExternalFileOptions options = new IngestExternalFileOptions()) {
            options.setMoveFiles(true);
            db.ingestExternalFile(
                families.get(cf), files.stream().map(Path::toString).toList(), options);
          }
          return null;
        });
  }

  /** Opens a consistent view; close it in the thread that opened it. */
  EngineSnapshot snapshot() {
    life.readLock().lock();
    if (closed) {
      life.readLock().unlock();
      throw new StoreStoppedException();
    }
    return new EngineSnapshot(db, families, life.readLock()::unlock);
  }

  /** Returns how many files of a family lie in level 0. */
  int level0Files(Cf cf) {
    return Integer.parseInt(
        guarded(() -> db.getProperty(families.get(cf), "rocksdb.num-files-at-level0")));
  }

  /** Returns about how many bytes on disk and in memory lie between two data keys. */
  long approximateBytes(byte[] dataStart, byte[] dataEnd) {
    return guarded(
        () -> {
          try (Slice start = new Slice(dataStart);
              Slice end = new Slice(dataEnd)) {
            long sum = 0;
            for (Cf cf : Cf.values()) {
              sum +=
                  db.getApproximateSizes(
                          families.get(cf),
                          List.of(new Range(start, end)),
                          SizeApproximationFlag.INCLUDE_FILES,
                          SizeApproximationFlag.INCLUDE_MEMTABLES)[0];
            }
            return sum;
          }
        });
  }

  /** Deletes everything from one data key up to, not including, another. */
  void deleteRange(byte[] dataStart, byte[] dataEnd) {
    guarded(
        () -> {
          for (ColumnFamilyHandle family : families.values()) {
            db.deleteRange(family, dataStart, dataEnd);
          }
          return null;
        });
  }

  /** Compacts what lies between two data keys; null is no bound. */
  void compact(byte[] dataStart, byte[] dataEnd) {
    guarded(
        () -> {
          for (ColumnFamilyHandle family : families.values()) {
            db.compactRange(family, dataStart, dataEnd);
          }
          return null;
        });
  }

  @Override
  public void close() {
    life.writeLock().lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      try (FlushOptions flush = new FlushOptions()) {
        db.flush(flush.setWaitForFlush(true), new ArrayList<>(families.values()));
      } catch (RocksDBException e) {
        throw new IllegalStateException("memory tables are not flushed", e);
      } finally {
        families.values().forEach(ColumnFamilyHandle::close);
        db.close();
        closeOwned();
      }
    } finally {
      life.writeLock().unlock();
    }
  }

  private <T> T guarded(EngineCall<T> call) {
    life.readLock().lock();
    try {
      if (closed) {
        throw new StoreStoppedException();
      }
      return call.run();
    } catch (RocksDBException e) {
      throw new IllegalStateException("RocksDB: " + e.getMessage(), e);
    } finally {
      life.readLock().unlock();
    }
  }

  private <T extends RocksObject> T own(T object) {
    owned.add(object);
    return object;
  }

  private void closeOwned() {
    for (int i = owned.size() - 1; i >= 0; i--) {
      owned.get(i).close();
    }
  }

  private interface EngineCall<T> {
    T run() throws RocksDBException;
  }
}
