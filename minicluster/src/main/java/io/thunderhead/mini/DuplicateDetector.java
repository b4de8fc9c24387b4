package io.thunderhead.mini;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.tikv.kvproto.ImportSstpb.DuplicateDetectResponse;
import org.tikv.kvproto.ImportSstpb.Error;
import org.tikv.kvproto.ImportSstpb.KvPair;

/**
 * Finds keys of which more than one version counts (import-protocol 3.12): for each key the newest
 * version above {@code minCommitTs} and all older ones down to the first that is not above it.
 */
final class DuplicateDetector {
  private static final int BATCH = 4096;

  private final MvccReader values;
  private final EngineSnapshot.Cursor cursor;
  private final long minCommitTs;
  private final boolean keyOnly;
  private final List<KvPair> pairs = new ArrayList<>();

  private DuplicateDetector(
      EngineSnapshot snapshot, EngineSnapshot.Cursor cursor, long minCommitTs, boolean keyOnly) {
    values = new MvccReader(snapshot, ReadView.at(-1L));
    this.cursor = cursor;
    this.minCommitTs = minCommitTs;
    this.keyOnly = keyOnly;
  }

  /**
   * Scans encoded {@code [start, end)} from within a region and hands out answers of some 4096
   * pairs.
   */
  static void run(
      RegionSnapshot snapshot,
      byte[] start,
      byte[] end,
      long minCommitTs,
      boolean keyOnly,
      Consumer<DuplicateDetectResponse> answers) {
    byte[] to = earlier(end, Regions.end(snapshot.region()));
    try (EngineSnapshot.Cursor cursor = snapshot.engine().cursor(Cf.WRITE, start, to)) {
      DuplicateDetector detector =
          new DuplicateDetector(snapshot.engine(), cursor, minCommitTs, keyOnly);
      cursor.first();
      detector.scan(answers);
    } catch (FoundException e) {
      answers.accept(failed(e.getMessage()));
    } catch (DefaultNotFoundException e) {
      answers.accept(failed("RocksDB Not found defaultcf value"));
    }
  }

  private static DuplicateDetectResponse failed(String message) {
    return DuplicateDetectResponse.newBuilder()
        .setKeyError(Error.newBuilder().setMessage(message))
        .build();
  }

  private static byte[] earlier(byte[] a, byte[] b) {
    if (a.length == 0 || b.length == 0) {
      return a.length == 0 ? b : a;
    }
    return Keys.compare(a, b) <= 0 ? a : b;
  }

  private void scan(Consumer<DuplicateDetectResponse> answers) throws FoundException {
    while (cursor.valid()) {
      if (isAbove(Keys.ts(cursor.key()))) {
        collect();
      } else {
        cursor.next();
      }
      if (pairs.size() >= BATCH) {
        flush(answers);
      }
    }
    flush(answers);
  }

  private void flush(Consumer<DuplicateDetectResponse> answers) {
    if (!pairs.isEmpty()) {
      answers.accept(DuplicateDetectResponse.newBuilder().addAllPairs(pairs).build());
      pairs.clear();
    }
  }

  private void collect() throws FoundException {
    byte[] key = Keys.withoutTs(cursor.key());
    long newestTs = Keys.ts(cursor.key());
    WriteRecord newest = WriteRecord.parse(cursor.value());
    if (newest.type() != WriteRecord.Type.PUT) {
      throw new FoundException(newest.type(), newestTs, minCommitTs);
    }
    boolean newestReported = keyOnly;
    cursor.next();
    while (isAt(key)) {
      long ts = Keys.ts(cursor.key());
      WriteRecord older = WriteRecord.parse(cursor.value());
      switch (older.type()) {
        case LOCK, ROLLBACK -> {
          cursor.next();
          continue;
        }
        case DELETE -> {
          pass(key);
          return;
        }
        case PUT -> {
          if (!isAbove(ts) && !older.visibleAt(minCommitTs)) {
            pass(key);
            return;
          }
        }
      }
      if (!newestReported) {
        pairs.add(pair(key, newestTs, newest));
        newestReported = true;
      }
      pairs.add(pair(key, ts, older));
      if (!isAbove(ts)) {
        pass(key);
        return;
      }
      cursor.next();
    }
  }

  private KvPair pair(byte[] key, long ts, WriteRecord record) {
    KvPair.Builder pair = KvPair.newBuilder().setKey(Texts.bytes(Keys.decode(key))).setCommitTs(ts);
    if (!keyOnly) {
      byte[] value =
          record.shortValue() != null
              ? record.shortValue()
              : values.longValue(key, record.startTs());
      pair.setValue(Texts.bytes(value));
    }
    return pair.build();
  }

  private boolean isAbove(long ts) {
    return Long.compareUnsigned(ts, minCommitTs) > 0;
  }

  private boolean isAt(byte[] key) {
    return cursor.valid() && Keys.startsWith(cursor.key(), key);
  }

  private void pass(byte[] key) {
    while (isAt(key)) {
      cursor.next();
    }
  }

  /** The newest version of a key is none that an import has written. */
  private static final class FoundException extends Exception {
    FoundException(WriteRecord.Type type, long ts, long minCommitTs) {
      super(
          "found a "
              + type.shown()
              + " key with commits ts "
              + Long.toUnsignedString(ts)
              + " larger than min_commit_ts of importer "
              + Long.toUnsignedString(minCommitTs));
    }
  }
}
