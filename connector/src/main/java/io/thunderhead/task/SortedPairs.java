package io.thunderhead.task;

import io.thunderhead.block.KvCursor;
import io.thunderhead.block.KvSorter;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;

/** The KVs of one partition in key order. */
public final class SortedPairs implements Iterator<Tuple2<byte[], byte[]>> {
  private final Iterator<Tuple2<Integer, byte[]>> blocks;
  private final KvSorter sorter;
  private KvCursor sorted;
  private boolean more;

  private SortedPairs(Iterator<Tuple2<Integer, byte[]>> blocks, KvSorter sorter) {
    this.blocks = blocks;
    this.sorter = sorter;
  }

  /** Sorts blocks in the task that calls this, when the first KV is asked for. */
  public static SortedPairs of(Iterator<Tuple2<Integer, byte[]>> blocks, TaskMemory memory) {
    TaskContext task = TaskContext.get();
    KvSorter sorter =
        new KvSorter(new SparkRoom(task.taskMemoryManager(), memory.bytes()), new SparkSpills());
    TaskCompletionListener closing = context -> sorter.close();
    task.addTaskCompletionListener(closing);
    return new SortedPairs(blocks, sorter);
  }

  @Override
  public boolean hasNext() {
    if (sorted == null) {
      while (blocks.hasNext()) {
        sorter.add(blocks.next()._2());
      }
      sorted = sorter.sorted();
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
