package io.thunderhead.contract;

import java.util.Set;
import java.util.TreeSet;
import org.tikv.shade.io.grpc.CallOptions;
import org.tikv.shade.io.grpc.Channel;
import org.tikv.shade.io.grpc.ClientCall;
import org.tikv.shade.io.grpc.ClientInterceptor;
import org.tikv.shade.io.grpc.MethodDescriptor;

/** The calls that the suite made since it was asked last. Checks run one after the other. */
final class CallLog {
  private static final Set<String> CALLS = new TreeSet<>();

  private CallLog() {}

  /** Notes a call as {@link Contract#calls} names it. */
  static void note(String call) {
    synchronized (CALLS) {
      CALLS.add(call);
    }
  }

  /** Notes an HTTP request without its query. */
  static void note(String method, String path) {
    int query = path.indexOf('?');
    note(method + " " + (query < 0 ? path : path.substring(0, query)));
  }

  /** Returns the calls in order and forgets them. */
  static Set<String> take() {
    synchronized (CALLS) {
      Set<String> taken = new TreeSet<>(CALLS);
      CALLS.clear();
      return taken;
    }
  }

  /** Notes every call of a channel. */
  static ClientInterceptor interceptor() {
    return new ClientInterceptor() {
      @Override
      public <Q, R> ClientCall<Q, R> interceptCall(
          MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        note(method.getFullMethodName());
        return next.newCall(method, options);
      }
    };
  }
}
