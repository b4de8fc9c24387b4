package io.thunderhead.tikv;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.tikv.shade.io.grpc.stub.ClientCallStreamObserver;
import org.tikv.shade.io.grpc.stub.ClientResponseObserver;

/**
 * One peer's stream of KVs or of a file. The sender waits while the peer's window is full, so that
 * no more than a window of data is held for it.
 */
final class PeerStream<Q, R> implements ClientResponseObserver<Q, R> {
  private final long storeId;
  private final String address;
  private final long deadlineNanos;
  private ClientCallStreamObserver<Q> requests;
  private R response;
  private Throwable failure;
  private boolean ended;

  PeerStream(long storeId, String address, Duration timeout) {
    this.storeId = storeId;
    this.address = address;
    this.deadlineNanos = System.nanoTime() + timeout.toNanos();
  }

  long storeId() {
    return storeId;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> stream) {
    requests = stream;
    stream.setOnReadyHandler(this::wake);
  }

  /** Sends one message once the peer can take it. */
  void send(Q request) {
    awaitReady();
    requests.onNext(request);
  }

  /** Says that all is sent. */
  void finish() {
    rejectFailure();
    requests.onCompleted();
  }

  /** Gives up the stream; the peer drops what it got. */
  void cancel() {
    requests.cancel("another peer of the region failed", null);
  }

  /** Waits for the peer's answer. */
  synchronized R response() {
    await(() -> ended);
    rejectFailure();
    if (response == null) {
      throw new SstWriteException(storeId, where() + " ended the stream without an answer", null);
    }
    return response;
  }

  private synchronized void awaitReady() {
    await(() -> ended || requests.isReady());
    rejectFailure();
  }

  private synchronized void await(BooleanSupplier done) {
    try {
      while (!done.getAsBoolean()) {
        long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          throw new SstWriteException(storeId, where() + " took too long to write", null);
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SstWriteException(storeId, "interrupted while writing to " + where(), e);
    }
  }

  private synchronized void rejectFailure() {
    if (failure != null) {
      throw new SstWriteException(storeId, where(), failure);
    }
  }

  private String where() {
    return "store " + storeId + " (" + address + ")";
  }

  private synchronized void wake() {
    notifyAll();
  }

  @Override
  public synchronized void onNext(R value) {
    response = value;
  }

  @Override
  public synchronized void onError(Throwable thrown) {
    failure = thrown;
    ended = true;
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    ended = true;
    notifyAll();
  }
}
