package io.thunderhead.mini;

import io.etcd.jetcd.api.Compare;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.DeleteRangeResponse;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.PutResponse;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.ResponseHeader;
import io.etcd.jetcd.api.ResponseOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.TxnResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** The keys of PD's etcd: range, put, delete, and all of them in a transaction. */
final class EtcdKeys extends KVGrpc.KVImplBase {
  private final EtcdStore store;
  private final Supplier<ResponseHeader> header;

  EtcdKeys(EtcdStore store, Supplier<ResponseHeader> header) {
    this.store = store;
    this.header = header;
  }

  @Override
  public void range(RangeRequest request, StreamObserver<RangeResponse> observer) {
    if (request.getKey().isEmpty()) {
      EtcdServices.refuse(observer, Status.INVALID_ARGUMENT, "etcdserver: key is not provided");
      return;
    }
    Answers.answer(observer, ranged(request));
  }

  private RangeResponse ranged(RangeRequest request) {
    List<KeyValue> found = new ArrayList<>(store.range(request.getKey(), request.getRangeEnd()));
    sort(found, request);
    RangeResponse.Builder response =
        RangeResponse.newBuilder().setHeader(header.get()).setCount(found.size());
    if (!request.getCountOnly()) {
      long limit = request.getLimit() > 0 ? request.getLimit() : found.size();
      response.setMore(found.size() > limit);
      for (KeyValue pair : found.subList(0, (int) Math.min(limit, found.size()))) {
        response.addKvs(request.getKeysOnly() ? pair.toBuilder().clearValue().build() : pair);
      }
    }
    return response.build();
  }

  private static void sort(List<KeyValue> found, RangeRequest request) {
    Comparator<KeyValue> order =
        switch (request.getSortTarget()) {
          case VERSION -> Comparator.comparingLong(KeyValue::getVersion);
          case CREATE -> Comparator.comparingLong(KeyValue::getCreateRevision);
          case MOD -> Comparator.comparingLong(KeyValue::getModRevision);
          case VALUE ->
              Comparator.comparing(
                  KeyValue::getValue, ByteString.unsignedLexicographicalComparator());
          default ->
              Comparator.comparing(
                  KeyValue::getKey, ByteString.unsignedLexicographicalComparator());
        };
    boolean descending = request.getSortOrder() == RangeRequest.SortOrder.DESCEND;
    found.sort(descending ? order.reversed() : order);
  }

  @Override
  public void put(PutRequest request, StreamObserver<PutResponse> observer) {
    try {
      Answers.answer(observer, put(request));
    } catch (IllegalArgumentException e) {
      EtcdServices.refuse(observer, Status.NOT_FOUND, e.getMessage());
    }
  }

  private PutResponse put(PutRequest request) {
    KeyValue before = store.put(request.getKey(), request.getValue(), request.getLease());
    PutResponse.Builder response = PutResponse.newBuilder().setHeader(header.get());
    if (request.getPrevKv() && before != null) {
      response.setPrevKv(before);
    }
    return response.build();
  }

  @Override
  public void deleteRange(
      DeleteRangeRequest request, StreamObserver<DeleteRangeResponse> observer) {
    Answers.answer(observer, delete(request));
  }

  private DeleteRangeResponse delete(DeleteRangeRequest request) {
    List<KeyValue> deleted = store.delete(request.getKey(), request.getRangeEnd());
    DeleteRangeResponse.Builder response =
        DeleteRangeResponse.newBuilder().setHeader(header.get()).setDeleted(deleted.size());
    if (request.getPrevKv()) {
      response.addAllPrevKvs(deleted);
    }
    return response.build();
  }

  /** Compares, then runs one of both lists, with nothing of anyone else in between. */
  @Override
  public void txn(TxnRequest request, StreamObserver<TxnResponse> observer) {
    try {
      synchronized (store) {
        boolean holds = request.getCompareList().stream().allMatch(this::holds);
        TxnResponse.Builder response = TxnResponse.newBuilder().setSucceeded(holds);
        List<RequestOp> steps = holds ? request.getSuccessList() : request.getFailureList();
        steps.forEach(step -> response.addResponses(run(step)));
        Answers.answer(observer, response.setHeader(header.get()).build());
      }
    } catch (StatusRuntimeException e) {
      observer.onError(e);
    } catch (IllegalArgumentException e) {
      EtcdServices.refuse(observer, Status.NOT_FOUND, e.getMessage());
    }
  }

  private ResponseOp run(RequestOp step) {
    ResponseOp.Builder done = ResponseOp.newBuilder();
    return switch (step.getRequestCase()) {
      case REQUEST_RANGE -> done.setResponseRange(ranged(step.getRequestRange())).build();
      case REQUEST_PUT -> done.setResponsePut(put(step.getRequestPut())).build();
      case REQUEST_DELETE_RANGE ->
          done.setResponseDeleteRange(delete(step.getRequestDeleteRange())).build();
      default -> throw Status.UNIMPLEMENTED.asRuntimeException();
    };
  }

  /**
   * Holds for a range when it holds for every key of it. Where there is none, it counts as one
   * whose revisions and version are zero.
   */
  private boolean holds(Compare compare) {
    List<KeyValue> found = store.range(compare.getKey(), compare.getRangeEnd());
    return found.isEmpty()
        ? compare.getTarget() != Compare.CompareTarget.VALUE
            && holds(compare, KeyValue.getDefaultInstance())
        : found.stream().allMatch(pair -> holds(compare, pair));
  }

  private static boolean holds(Compare compare, KeyValue pair) {
    int order =
        switch (compare.getTarget()) {
          case VERSION -> Long.compare(pair.getVersion(), compare.getVersion());
          case CREATE -> Long.compare(pair.getCreateRevision(), compare.getCreateRevision());
          case MOD -> Long.compare(pair.getModRevision(), compare.getModRevision());
          case VALUE ->
              ByteString.unsignedLexicographicalComparator()
                  .compare(pair.getValue(), compare.getValue());
          default -> throw Status.INVALID_ARGUMENT.asRuntimeException();
        };
    return switch (compare.getResult()) {
      case EQUAL -> order == 0;
      case GREATER -> order > 0;
      case LESS -> order < 0;
      case NOT_EQUAL -> order != 0;
      default -> false;
    };
  }
}
