package io.thunderhead.ingest;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.Region;
import io.thunderhead.sst.MvccSstWriter;
import io.thunderhead.sst.MvccSsts;
import io.thunderhead.sst.SstFile;
import io.thunderhead.tikv.ImportSstClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tikv.kvproto.ImportSstpb;

/**
 * Builds SSTs in a local folder and uploads them (import-protocol 3.7). A store does not look into
 * an uploaded file before it ingests it, and stops for good if it cannot; so each file is read back
 * and compared with the KVs before it leaves.
 */
final class UploadTransport implements SstTransport {
  private final ImportSstClient client;
  private final IngestSettings settings;
  private final Path folder;

  /**
   * @param folder local, takes the files of one job at a time
   */
  UploadTransport(ImportSstClient client, IngestSettings settings, Path folder) {
    this.client = client;
    this.settings = settings;
    this.folder = folder;
  }

  @Override
  public Cargo load(KvBuffer kvs, int from, int to) {
    return new Files(kvs, from, to);
  }

  /** Files do not depend on the region: another try sends the same. */
  private final class Files implements Cargo {
    private final KvBuffer kvs;
    private final int from;
    private final int to;
    private MvccSsts built;
    private long sentBytes;

    Files(KvBuffer kvs, int from, int to) {
      this.kvs = kvs;
      this.from = from;
      this.to = to;
    }

    @Override
    public List<ImportSstpb.SSTMeta> send(Region region, ImportSstpb.SSTMeta meta) {
      if (built == null) {
        built = build();
      }
      client.requireEpoch(region, meta.toBuilder().setUuid(SstUuid.random()).build());
      List<ImportSstpb.SSTMeta> metas = new ArrayList<>();
      for (SstFile file : built.files()) {
        ImportSstpb.SSTMeta whole =
            meta.toBuilder()
                .setCfName(file.family())
                .setLength(file.bytes())
                .setCrc32(file.crc32())
                .build();
        sentBytes += file.bytes();
        client.upload(region, whole, file.path());
        metas.add(whole);
      }
      return metas;
    }

    private MvccSsts build() {
      MvccSsts files;
      try (MvccSstWriter writer = new MvccSstWriter(folder, settings.ssts(), settings.commitTs())) {
        kvs.forEach(from, to, writer::put);
        files = writer.finish();
      }
      try {
        requireSame(files);
        return files;
      } catch (RuntimeException e) {
        files.close();
        throw e;
      }
    }

    private void requireSame(MvccSsts files) {
      KvChecksum.Sum expected = new KvChecksum.Sum();
      kvs.addTo(expected, from, to);
      KvChecksum.Sum found = new KvChecksum.Sum();
      IllegalArgumentException damage = null;
      try {
        files.readBack(
            (key, keyLength, value, valueFrom, valueLength) ->
                found.add(key, 0, keyLength, value, valueFrom, valueLength));
      } catch (IllegalArgumentException e) {
        damage = e;
      }
      if (damage != null || !found.total().equals(expected.total())) {
        throw new LoadException(
            ErrorCode.INTERNAL,
            "the SSTs %s, read back, are not what was written: %s, expected %s%s. Check the disk and the memory of this machine; load with sst-transport = write; report this if it comes again."
                .formatted(
                    files.files(),
                    found.total(),
                    expected.total(),
                    damage == null ? "" : "; " + damage.getMessage()),
            damage);
      }
    }

    @Override
    public long sentBytes() {
      return sentBytes;
    }

    @Override
    public void close() {
      if (built != null) {
        built.close();
      }
    }
  }
}
