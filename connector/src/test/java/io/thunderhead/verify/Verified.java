package io.thunderhead.verify;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.input.InputSettings;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.SourceFile;
import io.thunderhead.testing.LocalSpark;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A table of an embedded cluster that files are loaded into and compared with. */
final class Verified {
  private final MiniCluster cluster;
  private final TableName table;
  private final Map<String, String> source;
  private final Map<String, String> set;
  private final Map<String, String> options = new HashMap<>();

  /**
   * @param more options of the load
   */
  Verified(
      MiniCluster cluster,
      TableName table,
      Map<String, String> source,
      Map<String, String> set,
      Map<String, String> more) {
    this.cluster = cluster;
    this.table = table;
    this.source = source;
    this.set = set;
    options.putAll(more);
    options.put("pd", cluster.pdAddress());
    options.put("table", this.table.quoted());
  }

  void load(Path... files) {
    BulkLoad.run(LocalSpark.session(), input(files), LoadOptions.parse(options), line -> {});
  }

  VerifyReport verify(Path... files) {
    return verify(VerifySettings.USUAL, files);
  }

  VerifyReport verify(VerifySettings settings, Path... files) {
    return new Verification(
            LocalSpark.session(), LoadOptions.parse(options), false, settings, line -> {})
        .files(input(files));
  }

  private FileInput input(Path... files) {
    List<String> paths = Stream.of(files).map(Path::toString).toList();
    List<SourceFile> listed = TableFiles.of(new FileLister(new Configuration()).list(paths), null);
    return new FileInput(listed, InputSettings.of(SourceOptions.parse(source)), set);
  }

  /** Returns all records of the table, in key order. */
  List<KvPair> records() {
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      PdClient pd = PdClient.connect(List.of(cluster.pdAddress()), channels);
      TikvClient tikv = new TikvClient(pd, channels);
      long ts = pd.timestamp();
      TableInfo info = new SchemaReader(tikv).find(table, ts).table();
      List<KvPair> records = new ArrayList<>();
      for (KeyRange range : KeyRanges.records(info)) {
        records.addAll(tikv.scan(range, ts, Integer.MAX_VALUE));
      }
      return records;
    }
  }

  /** Returns the key of another record of the same physical table. */
  static byte[] keyOfHandle(KvPair record, long handle) {
    byte[] key = record.key().clone();
    Bytes bytes = new Bytes(Long.BYTES);
    MemComparable.encodeInt(bytes, handle);
    System.arraycopy(bytes.array(), 0, key, TableCodec.RECORD_PREFIX_LENGTH, Long.BYTES);
    return key;
  }
}
