package io.thunderhead.mini;

import java.util.function.Function;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.shade.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.tikv.shade.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.tikv.shade.io.grpc.Metadata;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.ServerCall;
import org.tikv.shade.io.grpc.ServerCallHandler;
import org.tikv.shade.io.grpc.ServerInterceptor;
import org.tikv.shade.io.grpc.Status;

/**
 * Lets faults happen to the calls of one server. A fault takes a whole call, and on a stream of
 * many requests and answers the next request of it.
 */
final class FaultInterceptor implements ServerInterceptor {
  private final Faults faults;
  private final long storeId;
  private final FaultAnswers answers;

  FaultInterceptor(Faults faults, long storeId, FaultAnswers answers) {
    this.faults = faults;
    this.storeId = storeId;
    this.answers = answers;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    Rpc rpc = Rpc.of(call.getMethodDescriptor().getFullMethodName());
    if (rpc == null) {
      return next.startCall(call, headers);
    }
    if (call.getMethodDescriptor().getType() == MethodDescriptor.MethodType.BIDI_STREAMING) {
      return new EachRequest<>(next.startCall(call, headers), call, rpc);
    }
    Fault fault = faults.arrive(rpc, storeId);
    if (fault instanceof Fault.Delay delay) {
      pause(delay);
    } else if (fault instanceof Fault.Ends ends) {
      call.close(ends.status(), new Metadata());
      return new ServerCall.Listener<>() {};
    } else if (fault instanceof Fault.RegionError error) {
      return new Answering<>(
          call, context -> answers.refusal(call.getMethodDescriptor(), error, context));
    } else if (fault instanceof Fault.Answers answer) {
      return new Answering<>(
          call, context -> FaultAnswers.answer(call.getMethodDescriptor(), answer));
    } else if (fault instanceof Fault.Drops drops) {
      return next.startCall(new Dropping<>(call, drops.silently()), headers);
    }
    return next.startCall(call, headers);
  }

  private static void pause(Fault.Delay delay) {
    try {
      Thread.sleep(delay.pause().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks for a fault at each request of a stream. */
  private final class EachRequest<Q, R> extends SimpleForwardingServerCallListener<Q> {
    private final ServerCall<Q, R> call;
    private final Rpc rpc;
    private boolean ended;

    EachRequest(ServerCall.Listener<Q> listener, ServerCall<Q, R> call, Rpc rpc) {
      super(listener);
      this.call = call;
      this.rpc = rpc;
    }

    @Override
    public void onMessage(Q request) {
      if (ended) {
        return;
      }
      Fault fault = faults.arrive(rpc, storeId);
      if (fault instanceof Fault.Ends ends) {
        end(ends.status());
        return;
      }
      if (fault instanceof Fault.Drops drops) {
        if (drops.silently()) {
          call.request(1);
        } else {
          end(FaultAnswers.LOST);
        }
        return;
      }
      if (fault instanceof Fault.Delay delay) {
        pause(delay);
      }
      super.onMessage(request);
    }

    private void end(Status status) {
      ended = true;
      call.close(status, new Metadata());
    }

    @Override
    public void onHalfClose() {
      if (!ended) {
        super.onHalfClose();
      }
    }
  }

  /** Reads all requests and answers, instead of handling the call. */
  private static final class Answering<Q, R> extends ServerCall.Listener<Q> {
    private final ServerCall<Q, R> call;
    private final Function<Context, R> answer;
    private Context context = Context.getDefaultInstance();

    Answering(ServerCall<Q, R> call, Function<Context, R> answer) {
      this.call = call;
      this.answer = answer;
      call.request(2);
    }

    @Override
    public void onMessage(Q request) {
      context = FaultAnswers.context(request);
      call.request(1);
    }

    @Override
    public void onHalfClose() {
      call.sendHeaders(new Metadata());
      call.sendMessage(answer.apply(context));
      call.close(Status.OK, new Metadata());
    }
  }

  /** Lets the call be handled and its answer be lost. */
  private static final class Dropping<Q, R> extends SimpleForwardingServerCall<Q, R> {
    private final boolean silently;

    Dropping(ServerCall<Q, R> call, boolean silently) {
      super(call);
      this.silently = silently;
    }

    @Override
    public void sendHeaders(Metadata headers) {
      // Nothing of the answer leaves the server.
    }

    @Override
    public void sendMessage(R message) {
      // Nothing of the answer leaves the server.
    }

    @Override
    public void close(Status status, Metadata trailers) {
      if (!silently) {
        super.close(FaultAnswers.LOST, new Metadata());
      }
    }
  }
}
