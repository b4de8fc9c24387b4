package io.thunderhead.mini;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.kvproto.ImportSstpb.CompactRequest;
import org.tikv.kvproto.ImportSstpb.CompactResponse;
import org.tikv.kvproto.ImportSstpb.DuplicateDetectRequest;
import org.tikv.kvproto.ImportSstpb.DuplicateDetectResponse;
import org.tikv.kvproto.ImportSstpb.IngestRequest;
import org.tikv.kvproto.ImportSstpb.IngestResponse;
import org.tikv.kvproto.ImportSstpb.MultiIngestRequest;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.ImportSstpb.SetDownloadSpeedLimitRequest;
import org.tikv.kvproto.ImportSstpb.SetDownloadSpeedLimitResponse;
import org.tikv.kvproto.ImportSstpb.SwitchMode;
import org.tikv.kvproto.ImportSstpb.SwitchModeRequest;
import org.tikv.kvproto.ImportSstpb.SwitchModeResponse;
import org.tikv.kvproto.ImportSstpb.UploadRequest;
import org.tikv.kvproto.ImportSstpb.UploadResponse;
import org.tikv.kvproto.ImportSstpb.WriteRequest;
import org.tikv.kvproto.ImportSstpb.WriteResponse;
import org.tikv.kvproto.Metapb.RegionEpoch;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.ServerCallStreamObserver;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** A store's {@code import_sstpb.ImportSST} (import-protocol 3). */
final class ImportSstService extends ImportSSTGrpc.ImportSSTImplBase {
  private final Store store;
  private final Ingestion ingestion;

  ImportSstService(Store store) {
    this.store = store;
    ingestion = new Ingestion(store);
  }

  @Override
  public void switchMode(SwitchModeRequest request, StreamObserver<SwitchModeResponse> observer) {
    if (request.getMode() == SwitchMode.Import) {
      store.importMode().enter();
    } else {
      store.importMode().leave();
    }
    Answers.answer(observer, SwitchModeResponse.getDefaultInstance());
  }

  @Override
  public StreamObserver<WriteRequest> write(StreamObserver<WriteResponse> observer) {
    return new WriteStream(observer);
  }

  @Override
  public StreamObserver<UploadRequest> upload(StreamObserver<UploadResponse> observer) {
    return new UploadStream(observer);
  }

  @Override
  public void ingest(IngestRequest request, StreamObserver<IngestResponse> observer) {
    multiIngest(
        MultiIngestRequest.newBuilder()
            .setContext(request.getContext())
            .addSsts(request.getSst())
            .build(),
        observer);
  }

  @Override
  public void multiIngest(MultiIngestRequest request, StreamObserver<IngestResponse> observer) {
    try {
      Errorpb.Error error = ingestion.run(request.getContext(), request.getSstsList());
      IngestResponse.Builder response = IngestResponse.newBuilder();
      if (error != null) {
        response.setError(error);
      }
      Answers.answer(observer, response.build());
    } catch (ImportError e) {
      Answers.fail(observer, e);
    }
  }

  @Override
  public void duplicateDetect(
      DuplicateDetectRequest request, StreamObserver<DuplicateDetectResponse> observer) {
    try (RegionSnapshot snapshot = RegionSnapshot.open(store, request.getContext())) {
      byte[] start = Keys.encode(request.getStartKey().toByteArray());
      if (!Regions.contains(snapshot.region(), start)) {
        // TiKV unwraps the failed seek, which ends the whole process.
        throw store.panic("duplicate_detect: start key outside of the region", null);
      }
      DuplicateDetector.run(
          snapshot,
          start,
          RegionSnapshot.encodeUnlessEmpty(request.getEndKey().toByteArray()),
          request.getMinCommitTs(),
          request.getKeyOnly(),
          observer::onNext);
    } catch (RegionException e) {
      observer.onNext(DuplicateDetectResponse.newBuilder().setRegionError(e.error()).build());
    }
    observer.onCompleted();
  }

  @Override
  public void compact(CompactRequest request, StreamObserver<CompactResponse> observer) {
    boolean ranged = request.hasRange();
    store
        .engine()
        .compact(
            ranged ? request.getRange().getStart().toByteArray() : null,
            ranged ? request.getRange().getEnd().toByteArray() : null);
    Answers.answer(observer, CompactResponse.getDefaultInstance());
  }

  @Override
  public void setDownloadSpeedLimit(
      SetDownloadSpeedLimitRequest request,
      StreamObserver<SetDownloadSpeedLimitResponse> observer) {
    // The limit is for Download alone, which this store does not offer.
    Answers.answer(observer, SetDownloadSpeedLimitResponse.getDefaultInstance());
  }

  /** Compares a request's epoch with the one that this store has applied. */
  private void checkEpoch(SSTMeta meta) throws ImportError {
    long regionId = meta.getRegionId();
    RegionEpoch local = store.epoch(regionId);
    if (local == null) {
      throw ImportError.requestTooOld("region " + regionId + " is not found");
    }
    RegionEpoch sent = meta.getRegionEpoch();
    String both = "local epoch " + Texts.epoch(local) + ", request epoch " + Texts.epoch(sent);
    if (Regions.isStale(local, sent)) {
      throw ImportError.requestTooNew(
          "request region "
              + regionId
              + " is ahead of local region, "
              + both
              + ", please retry write later");
    }
    if (Regions.isStale(sent, local)) {
      throw ImportError.requestTooOld(
          "request region "
              + regionId
              + " is staler than local region, "
              + both
              + ", please rescan region later");
    }
  }

  private void checkResources() throws ImportError {
    if (store.isDiskFull()) {
      throw ImportError.diskSpaceNotEnough();
    }
  }

  /** A client stream of which the first refusal is the answer and the rest is not read. */
  private abstract static class Incoming<Q, R> implements StreamObserver<Q> {
    private final StreamObserver<R> observer;
    private boolean ended;

    Incoming(StreamObserver<R> observer) {
      this.observer = observer;
      ((ServerCallStreamObserver<R>) observer).setOnCancelHandler(this::end);
    }

    abstract void accept(Q request) throws ImportError;

    abstract R finish() throws ImportError;

    abstract void free();

    @Override
    public final synchronized void onNext(Q request) {
      if (ended) {
        return;
      }
      try {
        accept(request);
      } catch (ImportError e) {
        end();
        Answers.fail(observer, e);
      }
    }

    @Override
    public final synchronized void onCompleted() {
      if (ended) {
        return;
      }
      try {
        R response = finish();
        end();
        Answers.answer(observer, response);
      } catch (ImportError e) {
        end();
        Answers.fail(observer, e);
      }
    }

    @Override
    public final void onError(Throwable failure) {
      end();
    }

    private synchronized void end() {
      if (!ended) {
        ended = true;
        free();
      }
    }
  }

  /** One Write call: a meta, then batches (import-protocol 3.4). */
  private final class WriteStream extends Incoming<WriteRequest, WriteResponse> {
    private TxnSstWriter writer;

    WriteStream(StreamObserver<WriteResponse> observer) {
      super(observer);
    }

    @Override
    void accept(WriteRequest request) throws ImportError {
      if (writer != null) {
        if (!request.hasBatch()) {
          throw ImportError.invalidChunk();
        }
        writer.write(request.getBatch());
        return;
      }
      if (!request.hasMeta()) {
        throw ImportError.invalidChunk();
      }
      checkEpoch(request.getMeta());
      checkResources();
      writer = new TxnSstWriter(store.imports(), request.getMeta(), NewerFields.txnSource(request));
    }

    @Override
    WriteResponse finish() throws ImportError {
      if (writer == null) {
        throw ImportError.invalidChunk();
      }
      List<SSTMeta> metas = writer.finish();
      return WriteResponse.newBuilder().addAllMetas(metas).build();
    }

    @Override
    void free() {
      if (writer != null) {
        writer.close();
      }
    }
  }

  /** One Upload call: a meta, then the bytes of an SST (import-protocol 3.7). */
  private final class UploadStream extends Incoming<UploadRequest, UploadResponse> {
    private final CRC32 crc = new CRC32();
    private SSTMeta meta;
    private ImportDirectory.SstPath path;
    private OutputStream file;

    UploadStream(StreamObserver<UploadResponse> observer) {
      super(observer);
    }

    @Override
    void accept(UploadRequest request) throws ImportError {
      if (meta == null) {
        if (!request.hasMeta()) {
          throw ImportError.invalidChunk();
        }
        open(request.getMeta());
        checkResources();
        return;
      }
      ByteString data = request.getData();
      if (data.isEmpty()) {
        throw ImportError.invalidChunk();
      }
      try {
        data.writeTo(file);
      } catch (IOException e) {
        throw ImportError.io(e);
      }
      crc.update(data.asReadOnlyByteBuffer());
    }

    private void open(SSTMeta sst) throws ImportError {
      ImportDirectory.SstPath wanted = store.imports().path(sst);
      if (Files.exists(wanted.saved())) {
        throw ImportError.fileExists(wanted.saved(), "create SST upload cache");
      }
      try {
        file =
            Files.newOutputStream(
                wanted.temporary(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      } catch (IOException e) {
        throw ImportError.io(e);
      }
      path = wanted;
      meta = sst;
    }

    @Override
    UploadResponse finish() throws ImportError {
      if (meta == null) {
        throw ImportError.invalidChunk();
      }
      int found = (int) crc.getValue();
      if (found != meta.getCrc32()) {
        throw ImportError.fileCorrupted(
            path.temporary(),
            "crc32 "
                + Integer.toUnsignedString(found)
                + ", expect "
                + Integer.toUnsignedString(meta.getCrc32()));
      }
      try {
        file.close();
        path.save();
        return UploadResponse.getDefaultInstance();
      } catch (FileAlreadyExistsException e) {
        throw ImportError.fileExists(path.saved(), "finalize SST write cache");
      } catch (IOException e) {
        throw ImportError.io(e);
      }
    }

    @Override
    void free() {
      if (file == null) {
        return;
      }
      try {
        file.close();
      } catch (IOException e) {
        throw Status.INTERNAL.withCause(e).asRuntimeException();
      } finally {
        ImportDirectory.deleteQuietly(path.temporary());
      }
    }
  }
}
