package io.thunderhead.block;

import io.thunderhead.codec.Bytes;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Sorts the KVs of blocks by their keys, equal ones in any order.
 *
 * <p>Holds them in memory while there is room, else sets them aside on disk in sorted runs, which
 * are merged at the end. Not thread-safe.
 */
public final class KvSorter implements Closeable {
  private static final int RUN_BLOCK_BYTES = 1 << 16;

  private final Room room;
  private final Spills spills;
  private final SortedBlocks memory = new SortedBlocks();
  private final List<Spills.Spill> runs = new ArrayList<>();

  /** Makes an empty sorter. */
  public KvSorter(Room room, Spills spills) {
    this.room = room;
    this.spills = spills;
  }

  /**
   * Takes a block, and keeps the array.
   *
   * @throws UncheckedIOException when the disk fails
   */
  public void add(byte[] block) {
    long needed = SortedBlocks.heldBytes(block);
    if (!room.take(needed) && !memory.isEmpty()) {
      spill();
      // What one block needs is taken in any case: less than that cannot be sorted.
      room.take(needed);
    }
    memory.add(block);
  }

  /** Returns all KVs in key order; nothing may be added any more. */
  public KvCursor sorted() {
    List<KvCursor> cursors = new ArrayList<>();
    for (Spills.Spill run : runs) {
      cursors.add(new RunCursor(run));
    }
    if (runs.isEmpty() || !memory.isEmpty()) {
      cursors.add(memory.sorted());
    }
    return cursors.size() == 1 ? cursors.get(0) : new Merged(cursors);
  }

  /** Returns how many runs are on disk. */
  public int runs() {
    return runs.size();
  }

  private void spill() {
    try {
      Spills.Spill run = spills.create();
      runs.add(run);
      try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(run.write()))) {
        KvCursor sorted = memory.sorted();
        Bytes block = new Bytes(RUN_BLOCK_BYTES);
        boolean more = sorted.next();
        while (more) {
          KvBlock.start(block);
          int count = 0;
          for (; more && block.length() < RUN_BLOCK_BYTES; more = sorted.next()) {
            KvBlock.append(
                block,
                sorted.array(),
                sorted.keyFrom(),
                sorted.valueFrom() - sorted.keyFrom(),
                sorted.array(),
                sorted.valueFrom(),
                sorted.end() - sorted.valueFrom(),
                block.array(),
                0);
            count++;
          }
          byte[] whole = KvBlock.end(block, count);
          out.writeInt(whole.length);
          out.write(whole);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    memory.clear();
    room.giveBack();
  }

  /** Frees memory and disk. */
  @Override
  public void close() {
    memory.clear();
    room.giveBack();
    runs.forEach(Spills.Spill::delete);
    runs.clear();
  }

  /** The KVs of one run. */
  private static final class RunCursor extends KvCursor {
    private final DataInputStream in;
    private byte[] block = new byte[0];
    private int left;
    private boolean first = true;

    RunCursor(Spills.Spill run) {
      try {
        in = new DataInputStream(new BufferedInputStream(run.read()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean next() {
      try {
        if (left == 0 && !read()) {
          return false;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      stand(block, first ? KvBlock.FIRST : end());
      first = false;
      left--;
      return true;
    }

    private boolean read() throws IOException {
      int length;
      try {
        length = in.readInt();
      } catch (EOFException e) {
        in.close();
        return false;
      }
      block = new byte[length];
      in.readFully(block);
      left = KvBlock.count(block);
      first = true;
      return true;
    }
  }

  /** The KVs of several cursors. */
  private static final class Merged extends KvCursor {
    private final PriorityQueue<KvCursor> queue = new PriorityQueue<>(KvCursor::compareKey);
    private KvCursor least;

    Merged(List<KvCursor> cursors) {
      for (KvCursor each : cursors) {
        if (each.next()) {
          queue.add(each);
        }
      }
    }

    @Override
    public boolean next() {
      if (least != null && least.next()) {
        queue.add(least);
      }
      least = queue.poll();
      if (least == null) {
        return false;
      }
      standAt(least);
      return true;
    }
  }
}
