package io.thunderhead.mini;

import com.pingcap.tidb.tipb.ChecksumRequest;
import com.pingcap.tidb.tipb.ChecksumResponse;
import java.util.ArrayList;
import java.util.List;
import org.tikv.kvproto.Coprocessor;
import org.tikv.kvproto.Kvrpcpb.BatchGetRequest;
import org.tikv.kvproto.Kvrpcpb.BatchGetResponse;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackRequest;
import org.tikv.kvproto.Kvrpcpb.BatchRollbackResponse;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusRequest;
import org.tikv.kvproto.Kvrpcpb.CheckTxnStatusResponse;
import org.tikv.kvproto.Kvrpcpb.CommitRequest;
import org.tikv.kvproto.Kvrpcpb.CommitResponse;
import org.tikv.kvproto.Kvrpcpb.GetRequest;
import org.tikv.kvproto.Kvrpcpb.GetResponse;
import org.tikv.kvproto.Kvrpcpb.KeyError;
import org.tikv.kvproto.Kvrpcpb.KvPair;
import org.tikv.kvproto.Kvrpcpb.PrewriteRequest;
import org.tikv.kvproto.Kvrpcpb.PrewriteResponse;
import org.tikv.kvproto.Kvrpcpb.ResolveLockRequest;
import org.tikv.kvproto.Kvrpcpb.ResolveLockResponse;
import org.tikv.kvproto.Kvrpcpb.ScanLockRequest;
import org.tikv.kvproto.Kvrpcpb.ScanLockResponse;
import org.tikv.kvproto.Kvrpcpb.ScanRequest;
import org.tikv.kvproto.Kvrpcpb.ScanResponse;
import org.tikv.kvproto.Kvrpcpb.SplitRegionRequest;
import org.tikv.kvproto.Kvrpcpb.SplitRegionResponse;
import org.tikv.kvproto.Kvrpcpb.StoreSafeTSRequest;
import org.tikv.kvproto.Kvrpcpb.StoreSafeTSResponse;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** A store's {@code tikvpb.Tikv}: splits, snapshot reads, checksums, transactions. Keys are raw. */
final class TikvService extends TikvGrpc.TikvImplBase {
  private static final int CHECKSUM = 105;

  private final Store store;
  private final RegionChanges changes;
  private final TxnCommands commands;

  TikvService(Store store, RegionChanges changes) {
    this.store = store;
    this.changes = changes;
    commands = new TxnCommands(store);
  }

  @Override
  public void splitRegion(
      SplitRegionRequest request, StreamObserver<SplitRegionResponse> observer) {
    SplitRegionResponse.Builder response = SplitRegionResponse.newBuilder();
    try {
      List<Region> regions =
          changes.split(
              store,
              request.getContext().getRegionId(),
              request.getContext().getRegionEpoch(),
              splitKeys(request));
      if (regions.size() == 2) {
        setBoth(response, regions);
      }
      response.addAllRegions(regions);
    } catch (RegionException e) {
      response.setRegionError(e.error());
    }
    Answers.answer(observer, response.build());
  }

  // Clients of one split key still read the two fields.
  @SuppressWarnings("deprecation")
  private static void setBoth(SplitRegionResponse.Builder response, List<Region> regions) {
    response.setLeft(regions.get(0)).setRight(regions.get(1));
  }

  // The single key of old clients wins over the list, as in TiKV.
  @SuppressWarnings("deprecation")
  private static List<byte[]> splitKeys(SplitRegionRequest request) {
    List<ByteString> given =
        request.getSplitKey().isEmpty()
            ? request.getSplitKeysList()
            : List.of(request.getSplitKey());
    List<byte[]> keys = new ArrayList<>();
    for (ByteString key : given) {
      keys.add(request.getIsRawKv() ? key.toByteArray() : Keys.encode(key.toByteArray()));
    }
    keys.sort(Keys::compare);
    return keys;
  }

  /**
   * Answers zero, as a store does none of whose regions has a resolved timestamp yet: they are not
   * tracked here.
   */
  @Override
  public void getStoreSafeTS(
      StoreSafeTSRequest request, StreamObserver<StoreSafeTSResponse> observer) {
    Answers.answer(observer, StoreSafeTSResponse.getDefaultInstance());
  }

  @Override
  public void kvGet(GetRequest request, StreamObserver<GetResponse> observer) {
    GetResponse.Builder response = GetResponse.newBuilder();
    try (RegionSnapshot snapshot = RegionSnapshot.open(store, request.getContext())) {
      byte[] value =
          snapshot
              .reader(ReadView.of(request.getVersion(), request.getContext()))
              .get(snapshot.keyInRegion(request.getKey().toByteArray()));
      if (value == null) {
        response.setNotFound(true);
      } else {
        response.setValue(Texts.bytes(value));
      }
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (KeyLockedException e) {
      response.setError(locked(e));
    } catch (DefaultNotFoundException e) {
      response.setError(KeyError.newBuilder().setAbort(e.getMessage()));
    }
    Answers.answer(observer, response.build());
  }

  @Override
  public void kvBatchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> observer) {
    BatchGetResponse.Builder response = BatchGetResponse.newBuilder();
    try (RegionSnapshot snapshot = RegionSnapshot.open(store, request.getContext())) {
      MvccReader reader = snapshot.reader(ReadView.of(request.getVersion(), request.getContext()));
      for (ByteString key : request.getKeysList()) {
        byte[] encoded = snapshot.keyInRegion(key.toByteArray());
        try {
          byte[] value = reader.get(encoded);
          if (value != null) {
            response.addPairs(KvPair.newBuilder().setKey(key).setValue(Texts.bytes(value)));
          }
        } catch (KeyLockedException e) {
          response.addPairs(KvPair.newBuilder().setError(locked(e)));
        } catch (DefaultNotFoundException e) {
          KeyError error = KeyError.newBuilder().setAbort(e.getMessage()).build();
          response.addPairs(KvPair.newBuilder().setError(error));
        }
      }
    } catch (RegionException e) {
      response.clear().setRegionError(e.error());
    }
    Answers.answer(observer, response.build());
  }

  @Override
  public void kvScan(ScanRequest request, StreamObserver<ScanResponse> observer) {
    ScanResponse.Builder response = ScanResponse.newBuilder();
    try (RegionSnapshot snapshot = RegionSnapshot.open(store, request.getContext())) {
      scan(request, snapshot, response);
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (RangeRefusedException | DefaultNotFoundException e) {
      KeyError error = KeyError.newBuilder().setAbort(e.getMessage()).build();
      response.setError(error).addPairs(KvPair.newBuilder().setError(error));
    }
    Answers.answer(observer, response.build());
  }

  private static void scan(
      ScanRequest request, RegionSnapshot snapshot, ScanResponse.Builder response)
      throws RangeRefusedException {
    byte[] from = Keys.encode(request.getStartKey().toByteArray());
    byte[] to = RegionSnapshot.encodeUnlessEmpty(request.getEndKey().toByteArray());
    boolean reverse = request.getReverse();
    ReadView view = ReadView.of(request.getVersion(), request.getContext());
    try (MvccScanner scanner =
        snapshot.scanner(
            reverse ? to : from, reverse ? from : to, view, reverse, request.getKeyOnly())) {
      int step = Math.max(1, request.getSampleStep());
      int seen = 0;
      while (response.getPairsCount() < request.getLimit()) {
        MvccScanner.Entry entry = scanner.next();
        if (entry == null) {
          return;
        }
        if (seen++ % step != 0) {
          continue;
        }
        KvPair.Builder pair = KvPair.newBuilder();
        if (entry.locked() != null) {
          pair.setError(locked(entry.locked()));
        } else {
          pair.setKey(Texts.bytes(entry.rawKey())).setValue(Texts.bytes(entry.value()));
        }
        response.addPairs(pair);
      }
    }
  }

  @Override
  public void coprocessor(
      Coprocessor.Request request, StreamObserver<Coprocessor.Response> observer) {
    Coprocessor.Response.Builder response = Coprocessor.Response.newBuilder();
    if (request.getTp() != CHECKSUM) {
      response.setOtherError("unsupported tp " + request.getTp());
      Answers.answer(observer, response.build());
      return;
    }
    try (RegionSnapshot snapshot = RegionSnapshot.open(store, request.getContext())) {
      ChecksumRequest checksum = ChecksumRequest.parseFrom(request.getData());
      long ts = request.getStartTs();
      ReadView view =
          ReadView.of(ts == 0 ? checksum.getStartTsFallback() : ts, request.getContext());
      ChecksumResponse sums = ChecksumScan.run(snapshot, request.getRangesList(), view, checksum);
      response.setData(sums.toByteString());
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (KeyLockedException e) {
      response.setLocked(e.lock());
    } catch (RangeRefusedException | DefaultNotFoundException | InvalidProtocolBufferException e) {
      response.setOtherError(e.getMessage());
    }
    Answers.answer(observer, response.build());
  }

  @Override
  public void kvPrewrite(PrewriteRequest request, StreamObserver<PrewriteResponse> observer) {
    PrewriteResponse.Builder response = PrewriteResponse.newBuilder();
    try {
      commands.prewrite(request);
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (TxnRefusedException e) {
      response.addErrors(e.error());
    }
    Answers.answer(observer, response.build());
  }

  @Override
  public void kvCommit(CommitRequest request, StreamObserver<CommitResponse> observer) {
    CommitResponse.Builder response = CommitResponse.newBuilder();
    try {
      commands.commit(request);
      response.setCommitVersion(request.getCommitVersion());
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (TxnRefusedException e) {
      response.setError(e.error());
    }
    Answers.answer(observer, response.build());
  }

  @Override
  public void kvBatchRollback(
      BatchRollbackRequest request, StreamObserver<BatchRollbackResponse> observer) {
    BatchRollbackResponse.Builder response = BatchRollbackResponse.newBuilder();
    try {
      commands.rollback(request);
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (TxnRefusedException e) {
      response.setError(e.error());
    }
    Answers.answer(observer, response.build());
  }

  @Override
  public void kvCheckTxnStatus(
      CheckTxnStatusRequest request, StreamObserver<CheckTxnStatusResponse> observer) {
    CheckTxnStatusResponse.Builder response = CheckTxnStatusResponse.newBuilder();
    try {
      response.mergeFrom(commands.checkStatus(request));
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (TxnRefusedException e) {
      response.setError(e.error());
    }
    Answers.answer(observer, response.build());
  }

  @Override
  public void kvResolveLock(
      ResolveLockRequest request, StreamObserver<ResolveLockResponse> observer) {
    ResolveLockResponse.Builder response = ResolveLockResponse.newBuilder();
    try {
      commands.resolve(request);
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (TxnRefusedException e) {
      response.setError(e.error());
    }
    Answers.answer(observer, response.build());
  }

  @Override
  public void kvScanLock(ScanLockRequest request, StreamObserver<ScanLockResponse> observer) {
    ScanLockResponse.Builder response = ScanLockResponse.newBuilder();
    try {
      for (TxnState.Locked locked : commands.scanLocks(request)) {
        response.addLocks(locked.lock().toInfo(Keys.decode(locked.key())));
      }
    } catch (RegionException e) {
      response.setRegionError(e.error());
    } catch (TxnRefusedException e) {
      response.setError(e.error());
    }
    Answers.answer(observer, response.build());
  }

  private static KeyError locked(KeyLockedException e) {
    return KeyError.newBuilder().setLocked(e.lock()).build();
  }
}
