package io.thunderhead.mini;

import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** Ends of calls. */
final class Answers {
  private Answers() {}

  /** Ends a call with its one answer. */
  static <T> void answer(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  /** Ends a call of the importer as TiKV does: status UNKNOWN and the error's Debug form. */
  static void fail(StreamObserver<?> observer, ImportError error) {
    observer.onError(
        Status.UNKNOWN.withDescription(error.getMessage()).withCause(error).asRuntimeException());
  }
}
