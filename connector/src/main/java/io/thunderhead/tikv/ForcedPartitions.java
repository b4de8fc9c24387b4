package io.thunderhead.tikv;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.pd.HoldListener;
import io.thunderhead.pd.Renewal;
import io.thunderhead.pd.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.tikv.shade.com.google.protobuf.Empty;
import org.tikv.shade.io.grpc.CallOptions;
import org.tikv.shade.io.grpc.Channel;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.stub.ClientCalls;

/**
 * Lets the stores' compactions cut their files where regions of some ranges end, while it is open,
 * so that what is ingested fits below what is there (import-protocol 2.8).
 *
 * <p>Lives for an hour on each store and is sent again every twelve minutes. It only helps: a store
 * that does not know it is told once and left out, and one that fails is told.
 */
public final class ForcedPartitions implements AutoCloseable {
  /** From so many regions on it is worth the stores' work. */
  public static final int WORTH_REGIONS = 100;

  private static final Duration TTL = Duration.ofHours(1);
  private static final Duration PERIOD = Duration.ofMinutes(12);

  private final EveryStore stores;
  private final List<KeyRange> ranges;
  private final HoldListener listener;
  private final Set<Long> without = new LinkedHashSet<>();
  private final Set<Store> told = new LinkedHashSet<>();
  private Renewal renewal;

  private ForcedPartitions(EveryStore stores, List<KeyRange> ranges, HoldListener listener) {
    this.stores = stores;
    this.ranges = List.copyOf(ranges);
    this.listener = listener;
  }

  /**
   * Tells the stores.
   *
   * @param ranges raw keys, half-open, bounded
   */
  public static ForcedPartitions of(
      EveryStore stores, List<KeyRange> ranges, HoldListener listener) {
    ForcedPartitions forced = new ForcedPartitions(stores, ranges, listener);
    forced.add();
    forced.renewal = Renewal.of("forced partitions", PERIOD, forced::add, listener);
    return forced;
  }

  private synchronized void add() {
    Map<Store, String> failed = new LinkedHashMap<>();
    List<Long> old = new ArrayList<>();
    for (KeyRange range : ranges) {
      List<Store> asked =
          stores.now().stream().filter(store -> !without.contains(store.id())).toList();
      told.addAll(asked);
      EveryStore.Answers answers =
          stores.ask(
              asked,
              call(ImportFields.ADD_PARTITION_RANGE, ImportFields.addPartitionRange(range, TTL)));
      answers.without().forEach(store -> old.add(store.id()));
      without.addAll(old);
      failed.putAll(answers.failed());
    }
    if (!old.isEmpty()) {
      listener.told("stores %s are too old to force partitions; left out".formatted(old));
    }
    if (!failed.isEmpty()) {
      listener.told(
          "stores that do not force partitions: "
              + new EveryStore.Answers(failed, List.of()).text());
    }
  }

  private static Function<Channel, Future<?>> call(
      MethodDescriptor<Empty, Empty> method, Empty request) {
    return channel ->
        ClientCalls.futureUnaryCall(channel.newCall(method, CallOptions.DEFAULT), request);
  }

  /** Takes the ranges back at every store that was told; where that fails, their TTL does. */
  @Override
  public void close() {
    renewal.close();
    remove();
  }

  private synchronized void remove() {
    List<Store> asked = told.stream().filter(store -> !without.contains(store.id())).toList();
    for (KeyRange range : ranges) {
      EveryStore.Answers answers =
          stores.askAgain(
              asked,
              call(ImportFields.REMOVE_PARTITION_RANGE, ImportFields.removePartitionRange(range)));
      if (!answers.failed().isEmpty()) {
        listener.told("stores that force partitions for an hour more: " + answers.text());
      }
    }
  }
}
