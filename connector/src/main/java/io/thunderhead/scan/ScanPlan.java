package io.thunderhead.scan;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.load.Connections;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.option.ScanOptions;
import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Region;
import io.thunderhead.pd.RegionScanner;
import io.thunderhead.rpc.Channels;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.TikvClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One read of a table, planned.
 *
 * @param snapshot what is read
 * @param parts raw key ranges that one task reads each, in key order
 */
public record ScanPlan(Snapshot snapshot, List<List<KeyRange>> parts) {
  /** Tasks of one read at most; regions beside each other share one where there are more. */
  private static final int MOST_PARTS = 10_000;

  /** Takes a copy. */
  public ScanPlan {
    parts = List.copyOf(parts);
  }

  /** Returns the schema of a table at the time that options name. */
  public static TableInfo table(ScanOptions options) {
    try (Channels channels = new Channels(Connections.dialing(options.cluster()))) {
      PdClient pd = PdClient.connect(options.cluster().pd(), channels);
      return find(options, new TikvClient(pd, channels), ts(options, pd));
    }
  }

  /**
   * Cuts a read along the regions as they are now.
   *
   * @param handles of the integer primary key, all for tables of another key
   */
  public static ScanPlan of(ScanOptions options, HandleRange handles) {
    try (Channels channels = new Channels(Connections.dialing(options.cluster()))) {
      PdClient pd = PdClient.connect(options.cluster().pd(), channels);
      long ts = ts(options, pd);
      TableInfo table = find(options, new TikvClient(pd, channels), ts);
      Snapshot snapshot =
          new Snapshot(
              options.cluster().pd(),
              Connections.dialing(options.cluster()),
              table,
              ts,
              "thunderhead-read-" + UUID.randomUUID());
      new GcGuard(pd, snapshot).renew();
      return new ScanPlan(snapshot, parts(ranges(table, handles), new RegionScanner(pd)));
    }
  }

  private static long ts(ScanOptions options, PdClient pd) {
    return ReadTime.of(options.ts(), pd.timestamp());
  }

  private static TableInfo find(ScanOptions options, TikvClient tikv, long ts) {
    TableInfo table = new SchemaReader(tikv).find(options.cluster().table(), ts).table();
    ReadableTable.check(table);
    return table;
  }

  /** Returns the keys of the records that lie in a range of handles. */
  static List<KeyRange> ranges(TableInfo table, HandleRange handles) {
    ColumnInfo handle = table.handleColumn();
    if (handle == null || handles.equals(HandleRange.ALL)) {
      return KeyRanges.records(table);
    }
    boolean unsigned = handle.type().unsigned();
    return KeyRanges.records(table).stream()
        .flatMap(records -> handles.keys(records, unsigned).stream())
        .toList();
  }

  private static List<List<KeyRange>> parts(List<KeyRange> ranges, RegionScanner regions) {
    List<KeyRange> pieces = new ArrayList<>();
    for (KeyRange range : ranges) {
      for (Region region : regions.scan(range)) {
        KeyRange piece = region.range().intersect(range);
        if (piece != null) {
          pieces.add(piece);
        }
      }
    }
    int ofPart = 1 + pieces.size() / MOST_PARTS;
    List<List<KeyRange>> parts = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i += ofPart) {
      parts.add(List.copyOf(pieces.subList(i, Math.min(i + ofPart, pieces.size()))));
    }
    return parts;
  }
}
