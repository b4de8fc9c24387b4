package io.thunderhead.scan;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.encode.RowFields;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;

/** Reads the records of some key ranges, page by page; not thread-safe. */
public final class SnapshotReader implements AutoCloseable {
  private static final int PAGE = 1024;

  private final Snapshot snapshot;
  private final Channels channels;
  private final TikvClient tikv;
  private final GcGuard guard;
  private final RowFields fields;
  private final Iterator<KeyRange> ranges;
  private Iterator<KvPair> page = List.<KvPair>of().iterator();
  private KeyRange rest;

  /**
   * Connects.
   *
   * @param columns to read, of the snapshot's table
   * @param ranges raw
   * @throws LoadException CLUSTER_PROTOCOL when garbage collection has passed the snapshot
   */
  public SnapshotReader(Snapshot snapshot, List<ColumnInfo> columns, List<KeyRange> ranges) {
    this.snapshot = snapshot;
    this.fields = new RowFields(snapshot.table(), columns, ZoneOffset.UTC);
    this.ranges = ranges.iterator();
    this.channels = new Channels(snapshot.dialing());
    try {
      PdClient pd = PdClient.connect(snapshot.pd(), channels);
      this.tikv = new TikvClient(pd, channels);
      this.guard = new GcGuard(pd, snapshot);
      guard.renew();
    } catch (RuntimeException e) {
      channels.close();
      throw e;
    }
  }

  /**
   * Goes to the next record.
   *
   * @return false at the end, when all that was read is known to have been complete
   * @throws LoadException CLUSTER_PROTOCOL for a record that is none, or that may be collected
   */
  public boolean next() {
    while (!page.hasNext()) {
      if (rest == null) {
        if (!ranges.hasNext()) {
          guard.renew();
          return false;
        }
        rest = ranges.next();
      }
      readPage();
    }
    KvPair record = page.next();
    try {
      fields.read(record.key(), record.value());
    } catch (IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "table %s: the record at key %s cannot be read: %s. Rows of before TiDB 4.0 have another form; read them through TiDB."
              .formatted(
                  snapshot.table().name(), HexFormat.of().formatHex(record.key()), e.getMessage()),
          e);
    }
    return true;
  }

  /** Returns the values of the record at hand. */
  public RowFields fields() {
    return fields;
  }

  private void readPage() {
    guard.renewInTime();
    List<KvPair> found = tikv.scan(rest, snapshot.ts(), PAGE);
    page = found.iterator();
    if (found.size() < PAGE) {
      rest = null;
      return;
    }
    byte[] last = found.get(PAGE - 1).key();
    byte[] from = Arrays.copyOf(last, last.length + 1);
    boolean more = rest.end().length == 0 || Arrays.compareUnsigned(from, rest.end()) < 0;
    rest = more ? new KeyRange(from, rest.end()) : null;
  }

  @Override
  public void close() {
    channels.close();
  }
}
