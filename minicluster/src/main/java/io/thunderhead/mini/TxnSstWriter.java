package io.thunderhead.mini;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;
import org.rocksdb.Status;
import org.tikv.kvproto.ImportSstpb.Pair;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.ImportSstpb.WriteBatch;

/**
 * Turns the pairs of one Write stream into an SST of the write family and, when a value is long,
 * one of the default family (import-protocol 3.4). Keys of pairs are raw and strictly ascending.
 */
final class TxnSstWriter implements AutoCloseable {
  private final ImportDirectory directory;
  private final long txnSource;
  private final Family defaults;
  private final Family writes;

  /** Opens both files; a name that is taken is refused as an invalid chunk. */
  TxnSstWriter(ImportDirectory directory, SSTMeta meta, long txnSource) throws ImportError {
    this.directory = directory;
    this.txnSource = txnSource;
    defaults = new Family(Cf.DEFAULT, meta);
    try {
      writes = new Family(Cf.WRITE, meta);
    } catch (ImportError e) {
      defaults.close();
      throw e;
    }
  }

  /** Appends a batch; the commit timestamp is also the start timestamp of each version. */
  void write(WriteBatch batch) throws ImportError {
    long ts = batch.getCommitTs();
    if (ts == 0) {
      throw ImportError.badFormat("invalid commit-ts 0");
    }
    for (Pair pair : batch.getPairsList()) {
      put(pair, ts);
    }
  }

  private void put(Pair pair, long ts) throws ImportError {
    byte[] rawKey = pair.getKey().toByteArray();
    directory.checkKeyMode(rawKey);
    byte[] key = Keys.data(rawKey, ts);
    WriteRecord record;
    if (pair.getOp() == Pair.OP.Delete) {
      record = WriteRecord.of(WriteRecord.Type.DELETE, ts, txnSource);
    } else {
      byte[] value = pair.getValue().toByteArray();
      boolean isShort = value.length <= WriteRecord.SHORT_VALUE_MAX;
      if (!isShort) {
        defaults.put(key, value);
      }
      record = WriteRecord.put(ts, isShort ? value : null, txnSource);
    }
    writes.put(key, record.toBytes());
  }

  /** Saves the files that hold something and returns their metas, the default family first. */
  List<SSTMeta> finish() throws ImportError {
    List<SSTMeta> metas = new ArrayList<>();
    for (Family family : List.of(defaults, writes)) {
      if (family.entries > 0) {
        metas.add(family.finish());
      }
    }
    directory.verifyChecksums(metas);
    return metas;
  }

  /** Frees the writers and removes files that were not saved. */
  @Override
  public void close() {
    defaults.close();
    writes.close();
  }

  /** The SST of one column family. */
  private final class Family {
    private final SSTMeta meta;
    private final ImportDirectory.SstPath path;
    private final EnvOptions env = new EnvOptions();
    private final Options options = new Options();
    private final SstFileWriter writer;
    private long entries;

    Family(Cf cf, SSTMeta request) throws ImportError {
      meta = request.toBuilder().setCfName(cf.id()).build();
      path = pathOrRefuse();
      options.setTableFormatConfig(StoreEngine.tableFormat());
      options.setCompressionType(CompressionType.LZ4_COMPRESSION);
      writer = new SstFileWriter(env, options);
      try {
        if (Files.exists(path.saved())) {
          throw ImportError.invalidChunk();
        }
        // Claims the name: of two streams at once only one gets it.
        Files.createFile(path.temporary());
        writer.open(path.temporary().toString());
      } catch (ImportError | IOException | RocksDBException e) {
        free();
        throw ImportError.invalidChunk();
      }
    }

    /** Whatever keeps TiKV from building a writer, a bad uuid too, it calls an invalid chunk. */
    private ImportDirectory.SstPath pathOrRefuse() throws ImportError {
      try {
        return directory.path(meta);
      } catch (ImportError e) {
        throw ImportError.invalidChunk();
      }
    }

    void put(byte[] dataKey, byte[] value) throws ImportError {
      try {
        writer.put(dataKey, value);
        entries++;
      } catch (RocksDBException e) {
        boolean invalid =
            e.getStatus() != null && e.getStatus().getCode() == Status.Code.InvalidArgument;
        throw ImportError.engine((invalid ? "Invalid argument: " : "") + e.getMessage());
      }
    }

    SSTMeta finish() throws ImportError {
      try {
        writer.finish();
        path.save();
        return meta;
      } catch (RocksDBException | IOException e) {
        throw ImportError.engine(String.valueOf(e.getMessage()));
      }
    }

    void close() {
      free();
      try {
        Files.deleteIfExists(path.temporary());
      } catch (IOException e) {
        throw new UncheckedIOException("file " + path.temporary() + " is not deleted", e);
      }
    }

    private void free() {
      writer.close();
      options.close();
      env.close();
    }
  }
}
