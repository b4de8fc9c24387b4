package io.thunderhead.contract;

import java.util.concurrent.CompletableFuture;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** Takes the first message of a stream, or what the stream failed with. */
record OneAnswer<T>(CompletableFuture<T> answer) implements StreamObserver<T> {
  @Override
  public void onNext(T value) {
    answer.complete(value);
  }

  @Override
  public void onError(Throwable error) {
    answer.completeExceptionally(error);
  }

  @Override
  public void onCompleted() {
    answer.completeExceptionally(new IllegalStateException("stream ended without an answer"));
  }
}
