package io.thunderhead.tikv;

import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Failures;
import io.thunderhead.rpc.RetryPolicy;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.TikvGrpc;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/** Finds out which servers of a cluster this process can reach. */
public final class Reach {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  /** A server that has just started again is reached at the second or third try. */
  private static final RetryPolicy TRIES =
      new RetryPolicy(4, Duration.ofMillis(100), Duration.ofSeconds(1));

  private Reach() {}

  /**
   * A gRPC server.
   *
   * @param what its part in the cluster, as it reads in a message: {@code "store 4"}
   * @param hostPort the address that the cluster tells
   */
  public record Server(String what, String hostPort) implements Serializable {
    @Override
    public String toString() {
      return what + " at " + hostPort;
    }
  }

  /**
   * Sends a small question to every server at once; any answer will do, be it that the question is
   * not known.
   *
   * @return what went wrong, by server; empty when all answered
   */
  public static Map<Server, String> failures(List<Server> servers, Channels channels) {
    Backoff backoff = new Backoff("dial the cluster", TRIES);
    Map<Server, String> failures;
    do {
      failures = ask(servers, channels);
    } while (!failures.isEmpty() && backoff.again(failures.toString()));
    return failures;
  }

  private static Map<Server, String> ask(List<Server> servers, Channels channels) {
    List<Future<Kvrpcpb.StoreSafeTSResponse>> answers = new ArrayList<>();
    Map<Server, String> failures = new LinkedHashMap<>();
    for (Server server : servers) {
      try {
        answers.add(
            TikvGrpc.newFutureStub(channels.to(server.hostPort()))
                .withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .getStoreSafeTS(Kvrpcpb.StoreSafeTSRequest.getDefaultInstance()));
      } catch (LoadException e) {
        answers.add(null);
        failures.put(server, e.getMessage());
      }
    }
    for (int i = 0; i < servers.size(); i++) {
      String failure = answers.get(i) == null ? null : failure(answers.get(i));
      if (failure != null) {
        failures.put(servers.get(i), failure);
      }
    }
    return failures;
  }

  private static String failure(Future<?> answer) {
    try {
      answer.get();
      return null;
    } catch (ExecutionException e) {
      StatusRuntimeException status = Status.fromThrowable(e.getCause()).asRuntimeException();
      return isAnswer(status) ? null : Failures.describe(status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "interrupted";
    }
  }

  /** Tells refusals of a gRPC server from silence and from answers of a server of web pages. */
  private static boolean isAnswer(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, INTERNAL -> false;
      default -> !String.valueOf(e.getStatus().getDescription()).contains("HTTP status code");
    };
  }
}
