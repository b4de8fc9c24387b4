package io.thunderhead.mini;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** Faults that wait for their calls, and how many calls have come. Thread-safe. */
final class Faults {
  /** Stands for every store, and for PD. */
  static final long ANY_STORE = 0;

  private final Map<Rpc, List<Armed>> armed = new EnumMap<>(Rpc.class);
  private final Map<Rpc, Queue<Runnable>> actions = new EnumMap<>(Rpc.class);
  private final Map<Rpc, Long> calls = new EnumMap<>(Rpc.class);

  private static final class Armed {
    private final Fault fault;
    private final long storeId;
    private int left;

    Armed(Fault fault, long storeId, int left) {
      this.fault = fault;
      this.storeId = storeId;
      this.left = left;
    }
  }

  synchronized void arm(Rpc rpc, Fault fault, int count, long storeId) {
    if (count <= 0) {
      throw new IllegalArgumentException("count: " + count + " (expected: at least 1)");
    }
    armed.computeIfAbsent(rpc, key -> new ArrayList<>()).add(new Armed(fault, storeId, count));
  }

  synchronized void before(Rpc rpc, Runnable action) {
    actions.computeIfAbsent(rpc, key -> new ArrayDeque<>()).add(action);
  }

  synchronized void clear() {
    armed.clear();
    actions.clear();
  }

  synchronized long calls(Rpc rpc) {
    return calls.getOrDefault(rpc, 0L);
  }

  /** Notes a call, runs what is to run before it, and returns its fault or null. */
  Fault arrive(Rpc rpc, long storeId) {
    Runnable action;
    synchronized (this) {
      calls.merge(rpc, 1L, Long::sum);
      Queue<Runnable> waiting = actions.get(rpc);
      action = waiting == null ? null : waiting.poll();
    }
    if (action != null) {
      action.run();
    }
    return take(rpc, storeId);
  }

  private synchronized Fault take(Rpc rpc, long storeId) {
    Iterator<Armed> waiting = armed.getOrDefault(rpc, new ArrayList<>()).iterator();
    while (waiting.hasNext()) {
      Armed next = waiting.next();
      if (next.storeId == ANY_STORE || next.storeId == storeId) {
        if (--next.left == 0) {
          waiting.remove();
        }
        return next.fault;
      }
    }
    return null;
  }
}
