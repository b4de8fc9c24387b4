package io.thunderhead.tikv;

import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.Store;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Failures;
import io.thunderhead.rpc.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.tikv.shade.io.grpc.CallOptions;
import org.tikv.shade.io.grpc.Channel;
import org.tikv.shade.io.grpc.ClientCall;
import org.tikv.shade.io.grpc.ClientInterceptor;
import org.tikv.shade.io.grpc.ClientInterceptors;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.Status;

/** Sends one small request to every store of a cluster at once. Thread-safe. */
public final class EveryStore {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final RetryPolicy TRIES =
      new RetryPolicy(3, Duration.ofMillis(500), Duration.ofSeconds(2));

  private final PdClient pd;
  private final Channels channels;

  /** Makes a client of the stores that PD knows; the caller closes the channels. */
  public EveryStore(PdClient pd, Channels channels) {
    this.pd = pd;
    this.channels = channels;
  }

  /** Returns the stores that hold rows and are no tombstones, as PD knows them now. */
  List<Store> now() {
    return pd.stores().stream().filter(store -> !store.tiflash()).toList();
  }

  /**
   * What some stores answered.
   *
   * @param failed what went wrong, by store
   * @param without stores that do not know the request
   */
  record Answers(Map<Store, String> failed, List<Store> without) {
    /** Returns the failures as they read in a message. */
    String text() {
      List<String> texts = new ArrayList<>();
      failed.forEach((store, why) -> texts.add("store " + store.id() + ": " + why));
      return String.join("; ", texts);
    }
  }

  /** Asks once. */
  Answers ask(Collection<Store> stores, Function<Channel, Future<?>> request) {
    Map<Store, Future<?>> running = new LinkedHashMap<>();
    for (Store store : stores) {
      running.put(store, request.apply(bounded(channels.to(store.address()))));
    }
    Map<Store, String> failed = new LinkedHashMap<>();
    List<Store> without = new ArrayList<>();
    running.forEach(
        (store, answer) -> {
          Status status = status(answer);
          if (status.getCode() == Status.Code.UNIMPLEMENTED) {
            without.add(store);
          } else if (!status.isOk()) {
            failed.put(store, Failures.describe(status.asRuntimeException()));
          }
        });
    return new Answers(failed, without);
  }

  /** Asks likewise, and those that fail again for a short while. */
  Answers askAgain(Collection<Store> stores, Function<Channel, Future<?>> request) {
    Backoff backoff = new Backoff("ask the stores", channels.bounded(TRIES));
    Answers answers = ask(stores, request);
    while (!answers.failed().isEmpty() && backoff.again(answers.text())) {
      answers = ask(List.copyOf(answers.failed().keySet()), request);
    }
    return answers;
  }

  private static Channel bounded(Channel channel) {
    return ClientInterceptors.intercept(
        channel,
        new ClientInterceptor() {
          @Override
          public <Q, R> ClientCall<Q, R> interceptCall(
              MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
            return next.newCall(
                method, options.withDeadlineAfter(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
          }
        });
  }

  private static Status status(Future<?> answer) {
    try {
      answer.get();
      return Status.OK;
    } catch (ExecutionException e) {
      return Status.fromThrowable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Status.CANCELLED.withDescription("interrupted");
    }
  }
}
