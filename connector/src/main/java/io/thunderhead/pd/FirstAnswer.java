package io.thunderhead.pd;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;
import org.tikv.shade.io.grpc.stub.StreamObserver;

/** Takes the first message of a stream and lets the rest go. */
final class FirstAnswer<T> implements StreamObserver<T> {
  private final CompletableFuture<T> answer = new CompletableFuture<>();

  private FirstAnswer() {}

  /**
   * Waits for the first answer of a stream of questions and answers, and ends it.
   *
   * @param ask opens the stream, sends the one question, and returns where questions go
   * @throws StatusRuntimeException as a call of one question and one answer would
   */
  static <T> T of(Duration timeout, Function<StreamObserver<T>, StreamObserver<?>> ask) {
    FirstAnswer<T> first = new FirstAnswer<>();
    StreamObserver<?> questions = ask.apply(first);
    try {
      return first.answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw Status.fromThrowable(e.getCause()).asRuntimeException();
    } catch (TimeoutException e) {
      throw Status.DEADLINE_EXCEEDED.withCause(e).asRuntimeException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.CANCELLED.withCause(e).asRuntimeException();
    } finally {
      questions.onCompleted();
    }
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
