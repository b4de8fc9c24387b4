package io.thunderhead.task;

import io.thunderhead.block.KvCursor;
import io.thunderhead.block.KvSorter;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/**
 * The KVs of one partition in key order, to be walked once, as a cursor or as pairs.
 *
 * <p>It is the only element of its partition of an RDD, and never leaves the task that made it.
 */
public final class SortedKvs {
  private final Iterator<Tuple2<Integer, byte[]>> blocks;
  private final KvSorter sorter;

  private SortedKvs(Iterator<Tuple2<Integer, byte[]>> blocks, KvSorter sorter) {
    this.blocks = blocks;
    this.sorter = sorter;
  }

  /** Takes blocks, which are read and sorted in the calling task when they are asked for. */
  public static SortedKvs of(Iterator<Tuple2<Integer, byte[]>> blocks, TaskMemory memory) {
    TaskContext task = TaskContext.get();
    SparkRoom room = new SparkRoom(task.taskMemoryManager(), memory.bytes());
    SparkSpills spills = new SparkSpills();
    KvSorter sorter = new KvSorter(room, spills);
    TaskCompletionListener closing =
        context -> {
          sorter.close();
          task.taskMetrics().incPeakExecutionMemory(room.peak());
          task.taskMetrics().incDiskBytesSpilled(spills.bytes());
        };
    task.addTaskCompletionListener(closing);
    return new SortedKvs(blocks, sorter);
  }

  /** Reads and sorts all blocks. */
  KvCursor cursor() {
    while (blocks.hasNext()) {
      sorter.add(blocks.next()._2());
    }
    return sorter.sorted();
  }

  /** Returns copies of keys and values; blocks are read when the first is asked for. */
  public Iterator<Tuple2<byte[], byte[]>> pairs() {
    return new Pairs();
  }

  private final class Pairs implements Iterator<Tuple2<byte[], byte[]>> {
    private KvCursor sorted;
    private boolean more;

    @Override
    public boolean hasNext() {
      if (sorted == null) {
        sorted = cursor();
        more = sorted.next();
      }
      return more;
    }

    @Override
    public Tuple2<byte[], byte[]> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Tuple2<byte[], byte[]> kv = new Tuple2<>(sorted.key(), sorted.value());
      more = sorted.next();
      return kv;
    }
  }
}
