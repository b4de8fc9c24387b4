package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.encode.RowDecoder;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Reads the first rows of a table back as text, in handle order, partition by partition. */
public final class TableReader {
  private TableReader() {}

  /**
   * Some rows as text.
   *
   * @param columns names of the columns that are public and visible
   * @param rows text of every column, null for NULL
   */
  public record Rows(List<String> columns, List<List<String>> rows) {}

  /**
   * Reads rows as they stand now.
   *
   * @param limit most rows to read
   * @param zone in which TIMESTAMPs are shown
   */
  public static Rows read(List<String> pdAddresses, TableName name, ZoneId zone, int limit) {
    return read(pdAddresses, Dialing.PLAIN, name, zone, limit);
  }

  /** Does likewise with the cluster, the table and the zone of a load. */
  public static Rows read(LoadOptions options, int limit) {
    return read(
        options.pd(), Connections.dialing(options), options.table(), options.timeZone(), limit);
  }

  private static Rows read(
      List<String> pdAddresses, Dialing dialing, TableName name, ZoneId zone, int limit) {
    try (Channels channels = new Channels(dialing)) {
      PdClient pd = PdClient.connect(pdAddresses, channels);
      TikvClient tikv = new TikvClient(pd, channels);
      long ts = pd.timestamp();
      TableInfo table = new SchemaReader(tikv).find(name, ts).table();
      RowDecoder decoder = new RowDecoder(table, zone);
      List<List<String>> rows = new ArrayList<>();
      for (KeyRange range : KeyRanges.records(table)) {
        for (KvPair kv : tikv.scan(range, ts, limit - rows.size())) {
          rows.add(decoder.decode(kv.key(), kv.value()));
        }
        if (rows.size() >= limit) {
          break;
        }
      }
      return new Rows(decoder.columns().stream().map(ColumnInfo::name).toList(), rows);
    }
  }
}
