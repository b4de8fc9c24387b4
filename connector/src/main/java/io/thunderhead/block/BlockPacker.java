package io.thunderhead.block;

import io.thunderhead.codec.Bytes;
import java.util.Arrays;

/**
 * Gathers the KVs of rows into blocks, one being filled for each partition. A row's KVs are in
 * blocks all of them or none.
 *
 * <p>What it holds is bounded: when the blocks that are being filled take more than that, all of
 * them end, however small. Not thread-safe.
 */
public final class BlockPacker {
  private static final int FIRST_BYTES = 1 << 12;

  private final int blockBytes;
  private final long mostHeld;
  private final Bytes[] open;
  private final int[] counts;
  private long held;
  private int[] rowPartitions = new int[8];
  private int[] rowStarts = new int[8];
  private int rowKvs;
  private int[] full = new int[8];
  private int fullCount;
  private int draining;
  private boolean drains;

  /**
   * A block.
   *
   * @param partition that its KVs belong to
   */
  public record Block(int partition, byte[] bytes) {}

  /**
   * @param blockBytes at which a block ends
   * @param mostHeld bytes of all blocks that are being filled; one row may exceed it
   */
  public BlockPacker(int partitions, int blockBytes, long mostHeld) {
    this.blockBytes = blockBytes;
    this.mostHeld = mostHeld;
    this.open = new Bytes[partitions];
    this.counts = new int[partitions];
    this.draining = partitions;
  }

  /** Takes a KV of the row at hand, with more bytes behind its value. */
  public void put(int partition, Bytes key, Bytes value, byte[] tail, int tailLength) {
    Bytes block = open[partition];
    if (block == null) {
      block = new Bytes(FIRST_BYTES);
      open[partition] = block;
      held += block.array().length;
    }
    if (counts[partition] == 0) {
      KvBlock.start(block);
    }
    note(partition, block.length());
    int capacity = block.array().length;
    KvBlock.append(
        block, key.array(), 0, key.length(), value.array(), 0, value.length(), tail, tailLength);
    held += block.array().length - capacity;
    counts[partition]++;
  }

  private void note(int partition, int start) {
    if (rowKvs == rowPartitions.length) {
      rowPartitions = Arrays.copyOf(rowPartitions, rowKvs * 2);
      rowStarts = Arrays.copyOf(rowStarts, rowKvs * 2);
    }
    rowPartitions[rowKvs] = partition;
    rowStarts[rowKvs] = start;
    rowKvs++;
  }

  /** Ends a row: its KVs stay. */
  public void keepRow() {
    for (int i = 0; i < rowKvs; i++) {
      int partition = rowPartitions[i];
      if (open[partition].length() >= blockBytes) {
        end(partition);
      }
    }
    rowKvs = 0;
    if (held > mostHeld) {
      endAll();
    }
  }

  /** Ends a row that is not to be loaded: its KVs are forgotten. */
  public void dropRow() {
    while (rowKvs > 0) {
      rowKvs--;
      int partition = rowPartitions[rowKvs];
      open[partition].truncate(rowStarts[rowKvs]);
      counts[partition]--;
    }
  }

  private void end(int partition) {
    for (int i = 0; i < fullCount; i++) {
      if (full[i] == partition) {
        return;
      }
    }
    if (fullCount == full.length) {
      full = Arrays.copyOf(full, fullCount * 2);
    }
    full[fullCount++] = partition;
  }

  /** Ends every block, after the last row; {@link #poll} then returns them. */
  public void endAll() {
    drains = true;
    draining = 0;
  }

  /** Tells whether blocks have ended that {@link #poll} did not return yet. */
  public boolean isReady() {
    return drains || fullCount > 0;
  }

  /** Returns a block that has ended, or null when there is none. No row may be at hand. */
  public Block poll() {
    if (drains) {
      fullCount = 0;
      while (draining < open.length) {
        int partition = draining++;
        if (open[partition] != null && counts[partition] > 0) {
          Block block = take(partition);
          open[partition] = null;
          return block;
        }
        open[partition] = null;
      }
      drains = false;
      held = 0;
    }
    return fullCount > 0 ? take(full[--fullCount]) : null;
  }

  private Block take(int partition) {
    Block block = new Block(partition, KvBlock.end(open[partition], counts[partition]));
    counts[partition] = 0;
    return block;
  }
}
