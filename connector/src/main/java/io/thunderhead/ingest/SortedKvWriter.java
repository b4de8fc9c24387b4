package io.thunderhead.ingest;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.tikv.ImportSstClient;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.tikv.kvproto.Metapb;

/**
 * Takes the KVs of one partition in key order and puts them into whatever regions hold them now.
 *
 * <p>Gathers up to {@link IngestSettings#regionJobBytes()} and then writes; that, one message per
 * peer and the peers' gRPC windows are all that it holds. Trusts the order and checks it: a key
 * that is not above the one before, or outside the partition, is refused. Not thread-safe.
 */
public final class SortedKvWriter {
  private final RegionScanner regions;
  private final ImportSstClient client;
  private final RegionTransport transport;
  private final IngestSettings settings;
  private final KeyRange range;
  private final KvBuffer kvs = new KvBuffer();
  private final List<RegionResult> results = new ArrayList<>();
  private RegionCuts cuts = RegionCuts.none();
  private KeyRange lastRegion;

  /** The last key that was written out. */
  private byte[] flushed;

  private boolean closed;

  /**
   * Makes a writer that streams to the stores.
   *
   * @param range raw bounds of the partition, half-open; must lie within one record or index range
   */
  public SortedKvWriter(
      RegionScanner regions, ImportSstClient client, IngestSettings settings, KeyRange range) {
    this(regions, client, new WriteTransport(client, settings), settings, range);
  }

  /**
   * Makes a writer that builds SSTs and uploads them.
   *
   * @param folder local, takes the SSTs of one region job at a time
   */
  public SortedKvWriter(
      RegionScanner regions,
      ImportSstClient client,
      IngestSettings settings,
      KeyRange range,
      Path folder) {
    this(regions, client, new UploadTransport(client, settings, folder), settings, range);
  }

  private SortedKvWriter(
      RegionScanner regions,
      ImportSstClient client,
      RegionTransport transport,
      IngestSettings settings,
      KeyRange range) {
    this.regions = regions;
    this.client = client;
    this.transport = transport;
    this.settings = settings;
    this.range = range;
  }

  /** Cuts regions while it writes; before the first KV. */
  public void cutRegions(RegionCuts regionCuts) {
    cuts = regionCuts;
  }

  /**
   * Takes the next KV, and keeps none of the arrays.
   *
   * @throws LoadException DUPLICATE_KEY for a key equal to the one before, INTERNAL for one below
   *     it or outside the partition
   */
  public void write(byte[] key, byte[] value) {
    write(key, value, value.length);
  }

  /** Takes the next KV likewise, whose value is the first bytes of an array. */
  public void write(byte[] key, byte[] value, int valueLength) {
    makeRoom(key, 0, key.length, valueLength);
    kvs.add(key, value, valueLength);
  }

  /** Takes the next KV likewise, whose key and value lie back to back in an array. */
  public void write(byte[] kv, int keyFrom, int valueFrom, int end) {
    makeRoom(kv, keyFrom, valueFrom, end - valueFrom);
    kvs.add(kv, keyFrom, valueFrom, end);
  }

  /**
   * Takes the deletion of a KV that is in the table, as {@link #write} takes KVs. Its value is not
   * sent, and counts in the results.
   */
  public void delete(byte[] key, byte[] value, int valueLength) {
    makeRoom(key, 0, key.length, valueLength);
    kvs.addDelete(key, value, valueLength);
  }

  private void makeRoom(byte[] array, int keyFrom, int keyTo, int valueLength) {
    checkOrder(array, keyFrom, keyTo);
    if (!range.contains(array, keyFrom, keyTo)) {
      throw new LoadException(
          ErrorCode.INTERNAL,
          "key %s lies outside its partition %s. Please report this with the table's DDL."
              .formatted(HexFormat.of().formatHex(array, keyFrom, keyTo), range));
    }
    long more = (long) keyTo - keyFrom + valueLength;
    long bytes = kvs.kvBytes() + more;
    if (kvs.count() > 0
        && (bytes > settings.regionJobBytes() || cuts.isFilledBy(bytes, kvs.count()))) {
      flush();
    }
  }

  /** Writes what is left. */
  public void close() {
    if (!closed) {
      flush();
      closed = true;
    }
  }

  /** Returns what went into each region; only after {@link #close()}. */
  public List<RegionResult> results() {
    if (!closed) {
      throw new IllegalStateException("results are known only after close");
    }
    return List.copyOf(results);
  }

  /** Returns the heap this writer keeps for KVs, in bytes. */
  public long heldBytes() {
    return kvs.heldBytes();
  }

  private void checkOrder(byte[] array, int keyFrom, int keyTo) {
    int order = comparePrevious(array, keyFrom, keyTo);
    if (order < 0) {
      return;
    }
    byte[] key = Arrays.copyOfRange(array, keyFrom, keyTo);
    if (order == 0) {
      throw duplicate(key);
    }
    throw new LoadException(
        ErrorCode.INTERNAL,
        "key %s came after %s, which sorts behind it. Please report this with the Spark version."
            .formatted(hex(key), hex(kvs.count() > 0 ? kvs.key(kvs.count() - 1) : flushed)));
  }

  private int comparePrevious(byte[] array, int keyFrom, int keyTo) {
    if (kvs.count() > 0) {
      return kvs.compareLast(array, keyFrom, keyTo);
    }
    return flushed == null
        ? -1
        : Arrays.compareUnsigned(flushed, 0, flushed.length, array, keyFrom, keyTo);
  }

  private static LoadException duplicate(byte[] key) {
    String what =
        TableCodec.isRecordKey(key)
            ? "one primary key" + handleText(key)
            : "one key of unique index id " + TableCodec.indexId(key);
    return LoadException.ofKey(
        key,
        "two rows claim %s (KV key %s). Remove one of them from the input, empty the table and run the load again."
            .formatted(what, hex(key)));
  }

  private static String handleText(byte[] recordKey) {
    return recordKey.length == TableCodec.INT_RECORD_KEY_LENGTH
        ? ", " + TableCodec.intHandle(recordKey)
        : ", handle "
            + hex(Arrays.copyOfRange(recordKey, TableCodec.RECORD_PREFIX_LENGTH, recordKey.length));
  }

  private void flush() {
    if (kvs.count() == 0) {
      return;
    }
    beforeFlush();
    Backoff backoff = new Backoff("region job of partition " + range, settings.retries());
    FailureTally failures = new FailureTally();
    Deque<Pending> pending = new ArrayDeque<>();
    pending.add(new Pending(0, kvs.count(), false));
    int told = 0;
    long sentBytes = 0;
    long waited = 0;
    while (!pending.isEmpty()) {
      Pending next = pending.removeFirst();
      for (RegionSlice part : byRegion(next.from(), next.to())) {
        RegionJob job =
            new RegionJob(client, transport, kvs, part, next.outcomeUnknown(), backoff, failures);
        RegionJob.Stage end = job.run();
        sentBytes += job.sentBytes();
        if (end == RegionJob.Stage.INGESTED) {
          backoff.progressed();
          RegionResult result =
              result(
                  part,
                  job,
                  new Effort(
                      sentBytes,
                      backoff.total() - told,
                      failures.take(),
                      backoff.waitedMillis() - waited));
          results.add(result);
          cuts.took(job.region(), result.sum().bytes(), result.sum().kvs());
          lastRegion = job.region().range();
          told = backoff.total();
          waited = backoff.waitedMillis();
          sentBytes = 0;
        } else {
          pending.addLast(new Pending(part.from(), part.to(), job.outcomeUnknown()));
        }
      }
    }
    flushed = kvs.key(kvs.count() - 1);
    kvs.clear();
  }

  /** Sees to it that the region which the last KVs went into does not take too much. */
  private void beforeFlush() {
    byte[] first = kvs.key(0);
    if (lastRegion == null || !lastRegion.contains(first)) {
      return;
    }
    byte[] end = lastRegion.end();
    int stop = end.length == 0 ? kvs.count() : kvs.firstNotBelow(end, 0, kvs.count());
    cuts.before(first, kvs.kvBytes() * stop / kvs.count(), stop);
  }

  /** KVs {@code [from, to)} to be cut along regions; an ingest of them may have happened unseen. */
  private record Pending(int from, int to, boolean outcomeUnknown) {}

  /** KVs {@code [from, to)} that one region holds. */
  record RegionSlice(Region region, int from, int to) {}

  /** Cuts {@code [from, to)} along the regions that PD shows now. */
  private List<RegionSlice> byRegion(int from, int to) {
    KeyRange covered = covering(from, to);
    List<RegionSlice> slices = new ArrayList<>();
    int start = from;
    for (Region region : regions.scan(covered)) {
      byte[] end = region.range().end();
      int stop = end.length == 0 ? to : kvs.firstNotBelow(end, start, to);
      if (stop > start) {
        slices.add(new RegionSlice(region, start, stop));
      }
      start = stop;
    }
    if (start != to) {
      throw new LoadException(
          ErrorCode.INTERNAL, "the regions that PD returned do not cover " + covered);
    }
    return slices;
  }

  private KeyRange covering(int from, int to) {
    return new KeyRange(kvs.key(from), TableCodec.nextKey(kvs.key(to - 1)));
  }

  /** What a region job took, besides its KVs. */
  private record Effort(long sentBytes, int retries, List<RegionFailure> failures, long waited) {}

  private RegionResult result(RegionSlice part, RegionJob job, Effort effort) {
    KvChecksum.Sum sum = new KvChecksum.Sum();
    kvs.addTo(sum, part.from(), part.to());
    return new RegionResult(
        TableCodec.indexId(range.start()),
        job.region().id(),
        covering(part.from(), part.to()),
        sum.total(),
        job.sstCount(),
        effort.sentBytes(),
        effort.retries(),
        job.region().peers().stream().map(Metapb.Peer::getStoreId).toList(),
        effort.failures(),
        effort.waited());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
