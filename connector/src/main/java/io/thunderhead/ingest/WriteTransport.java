package io.thunderhead.ingest;

import io.thunderhead.pd.Region;
import io.thunderhead.tikv.ImportSstClient;
import io.thunderhead.tikv.KvBatch;
import java.util.Iterator;
import java.util.List;
import org.tikv.kvproto.ImportSstpb;

/** Streams KVs to the stores, which build the SSTs (import-protocol 3.4). */
final class WriteTransport implements RegionTransport {
  private final ImportSstClient client;
  private final IngestSettings settings;

  WriteTransport(ImportSstClient client, IngestSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  @Override
  public Cargo load(KvBuffer kvs, int from, int to) {
    return new Stream(kvs.batches(from, to, settings.commitTs(), settings.batchBytes()));
  }

  private final class Stream implements Cargo {
    private final Iterable<KvBatch> batches;
    private long sentBytes;

    Stream(Iterable<KvBatch> batches) {
      this.batches = batches;
    }

    @Override
    public List<ImportSstpb.SSTMeta> send(Region region, ImportSstpb.SSTMeta meta) {
      return client.write(region, meta, this::counted);
    }

    private Iterator<KvBatch> counted() {
      Iterator<KvBatch> all = batches.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return all.hasNext();
        }

        @Override
        public KvBatch next() {
          KvBatch batch = all.next();
          sentBytes += batch.message().size();
          return batch;
        }
      };
    }

    @Override
    public long sentBytes() {
      return sentBytes;
    }

    @Override
    public void close() {}
  }
}
