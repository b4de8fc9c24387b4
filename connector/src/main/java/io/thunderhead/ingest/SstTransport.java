package io.thunderhead.ingest;

import io.thunderhead.pd.Region;
import io.thunderhead.tikv.SstWriteException;
import java.util.List;
import org.tikv.kvproto.ImportSstpb;

/** How the KVs of region jobs become SSTs at every peer of a region. */
interface SstTransport {
  /** Takes KVs {@code [from, to)}; the buffer must not change until the cargo is closed. */
  Cargo load(KvBuffer kvs, int from, int to);

  /** The KVs of one region job, sent as often as it takes. */
  interface Cargo extends AutoCloseable {
    /**
     * Brings the KVs to every peer of a region, where they wait to be ingested.
     *
     * @param meta uuid, region, epoch and range; each call takes a new uuid
     * @return metas to ingest, never none
     * @throws SstWriteException when any peer failed
     */
    List<ImportSstpb.SSTMeta> send(Region region, ImportSstpb.SSTMeta meta);

    /** Returns the bytes that went to each peer so far, those of failed tries too. */
    long sentBytes();

    @Override
    void close();
  }
}
