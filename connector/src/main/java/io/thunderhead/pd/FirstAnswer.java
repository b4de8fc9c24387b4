package io.thunderhead.pd;

import java.util.concurrent.CompletableFuture;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** Takes the first message of a stream and lets the rest go. */
final class FirstAnswer<T> implements StreamObserver<T> {
  private final CompletableFuture<T> answer;

  FirstAnswer(CompletableFuture<T> answer) {
    this.answer = answer;
  }

  @Override
  public void onNext(T value) {
    answer.complete(value);
  }

  @Override
  public void onError(Throwable failure) {
    answer.completeExceptionally(failure);
  }

  @Override
  public void onCompleted() {
    answer.completeExceptionally(
        Status.UNAVAILABLE.withDescription("the stream ended without an answer").asException());
  }
}
