package io.thunderhead.task;

import io.thunderhead.block.Room;
import org.apache.spark.memory.MemoryConsumer;
import org.apache.spark.memory.MemoryMode;
import org.apache.spark.memory.TaskMemoryManager;

/** Memory that Spark gives a task, up to a bound. */
public final class SparkRoom extends MemoryConsumer implements Room {
  /** Spark is asked for so much at a time. */
  private static final long STEP = 4L << 20;

  private final long most;
  private long taken;
  private long peak;

  SparkRoom(TaskMemoryManager manager, long most) {
    super(manager, manager.pageSizeBytes(), MemoryMode.ON_HEAP);
    this.most = most;
  }

  @Override
  public boolean take(long bytes) {
    long wanted = taken + bytes;
    if (wanted > most) {
      return false;
    }
    if (wanted > getUsed()) {
      acquireMemory(Math.max(STEP, wanted - getUsed()));
    }
    if (wanted > getUsed()) {
      return false;
    }
    taken = wanted;
    peak = Math.max(peak, wanted);
    return true;
  }

  /** Returns the most bytes that were taken at a time. */
  long peak() {
    return peak;
  }

  @Override
  public void giveBack() {
    freeMemory(getUsed());
    taken = 0;
  }

  /** Nothing is given to others of the same task: what is held is being sorted. */
  @Override
  public long spill(long size, MemoryConsumer trigger) {
    return 0;
  }
}
