package io.thunderhead.mini;

import org.tikv.shade.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.tikv.shade.io.grpc.Metadata;
import org.tikv.shade.io.grpc.ServerCall;
import org.tikv.shade.io.grpc.ServerCallHandler;
import org.tikv.shade.io.grpc.ServerInterceptor;
import org.tikv.shade.io.grpc.Status;

/** Ends calls that a store's stop has caught half-way as a broken connection does. */
final class StoppedInterceptor implements ServerInterceptor {
  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      public void onMessage(Q request) {
        guard(() -> super.onMessage(request));
      }

      @Override
      public void onHalfClose() {
        guard(super::onHalfClose);
      }

      private void guard(Runnable step) {
        try {
          step.run();
        } catch (StoreStoppedException e) {
          call.close(
              Status.UNAVAILABLE.withDescription("connection closed").withCause(e), new Metadata());
        }
      }
    };
  }
}
