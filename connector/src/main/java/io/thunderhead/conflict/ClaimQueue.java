package io.thunderhead.conflict;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * News for rows that come later, by row: keys that are taken. What is too much for the heap lies in
 * sorted files. Not thread-safe.
 */
public final class ClaimQueue implements Closeable {
  private static final Comparator<Claim> BY_ROW =
      Comparator.comparingLong(Claim::row).thenComparingLong(Claim::group);

  private final Path folder;
  private final int held;
  private final PriorityQueue<Claim> memory = new PriorityQueue<>(BY_ROW);
  private final PriorityQueue<Run> runs =
      new PriorityQueue<>((a, b) -> BY_ROW.compare(a.head, b.head));
  private final List<Run> opened = new ArrayList<>();

  private record Claim(long row, long group) {}

  /**
   * @param folder takes files
   * @param held most claims on the heap
   */
  public ClaimQueue(Path folder, int held) {
    this.folder = folder;
    this.held = held;
  }

  /** Leaves word for a row that a key of its is taken. */
  void add(long row, long group) {
    if (memory.size() >= held) {
      spill();
    }
    memory.add(new Claim(row, group));
  }

  /** Takes out what there is for a row and returns the keys; rows must be asked in order. */
  Set<Long> takeGroups(long row) {
    Set<Long> groups = Set.of();
    for (Claim next = poll(row); next != null; next = poll(row)) {
      if (groups.isEmpty()) {
        groups = new HashSet<>();
      }
      groups.add(next.group());
    }
    return groups;
  }

  private Claim poll(long row) {
    if (!memory.isEmpty() && memory.peek().row() == row) {
      return memory.poll();
    }
    if (runs.isEmpty() || runs.peek().head.row() != row) {
      return null;
    }
    Run run = runs.poll();
    Claim claim = run.head;
    if (run.advance()) {
      runs.add(run);
    }
    return claim;
  }

  private void spill() {
    try {
      Path file = Files.createTempFile(folder, "thunderhead-claims", ".tmp");
      try (DataOutputStream out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
        while (!memory.isEmpty()) {
          Claim claim = memory.poll();
          out.writeLong(claim.row());
          out.writeLong(claim.group());
        }
      }
      Run run = new Run(file, held);
      opened.add(run);
      if (run.advance()) {
        runs.add(run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("claims cannot be written to " + folder, e);
    }
  }

  /** Removes the files. */
  @Override
  public void close() {
    opened.forEach(Run::close);
  }

  /** One sorted file. */
  private static final class Run {
    private final Path file;
    private final DataInputStream in;
    private long rest;
    private Claim head;

    Run(Path file, long count) throws IOException {
      this.file = file;
      this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
      this.rest = count;
    }

    /** Goes to the next claim; false when there is none. */
    boolean advance() {
      if (rest == 0) {
        return false;
      }
      try {
        rest--;
        head = new Claim(in.readLong(), in.readLong());
        return true;
      } catch (IOException e) {
        throw new UncheckedIOException("claims cannot be read from " + file, e);
      }
    }

    void close() {
      try {
        in.close();
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException("file " + file + " is not removed", e);
      }
    }
  }
}
