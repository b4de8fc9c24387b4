package io.thunderhead.block;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Blocks in memory, and the order of their KVs.
 *
 * <p>KVs are not moved; what is sorted are two longs of each: its {@link KeyDigits} and where it
 * stands. A radix sort orders by the first, and only KVs that are equal in it are compared. Blocks
 * that follow on each other are not sorted at all.
 */
final class SortedBlocks {
  /** Two longs of a KV, twice while they are sorted. */
  private static final int INDEX_BYTES = 4 * Long.BYTES;

  /** Below this, comparing is faster than counting bytes. */
  private static final int FEW = 256;

  private static final int BYTE_VALUES = 256;

  private final List<byte[]> blocks = new ArrayList<>();
  private final Place one = new Place();
  private final Place other = new Place();
  private final KeyDigits digits = new KeyDigits();
  private int count;
  private byte[][] ordered = new byte[0][];
  private long[] places = new long[0];
  private long[] numbers = new long[0];
  private long[] otherPlaces = new long[0];
  private long[] otherNumbers = new long[0];

  /** Where a KV is. */
  private static final class Place extends KvCursor {
    @Override
    public boolean next() {
      throw new UnsupportedOperationException("a place");
    }
  }

  /** Returns the memory that a block takes here. */
  static long heldBytes(byte[] block) {
    return block.length + (long) INDEX_BYTES * KvBlock.count(block);
  }

  void add(byte[] block) {
    blocks.add(block);
    count = Math.addExact(count, KvBlock.count(block));
  }

  boolean isEmpty() {
    return count == 0;
  }

  void clear() {
    blocks.clear();
    count = 0;
    ordered = new byte[0][];
    places = new long[0];
    numbers = new long[0];
    otherPlaces = new long[0];
    otherNumbers = new long[0];
  }

  /** Returns the KVs in key order. */
  KvCursor sorted() {
    ordered = blocks.stream().filter(each -> KvBlock.count(each) > 0).toArray(byte[][]::new);
    Arrays.sort(ordered, Comparator.comparing(SortedBlocks::firstKey, Arrays::compareUnsigned));
    places = new long[count];
    numbers = new long[count];
    int shared = index();
    if (!readDigits(0, count, shared)) {
      otherPlaces = new long[count];
      otherNumbers = new long[count];
      sortByDigits(0, count);
    }
    otherPlaces = new long[0];
    otherNumbers = new long[0];
    numbers = new long[0];
    return new Sorted();
  }

  private static byte[] firstKey(byte[] block) {
    Place first = new Place();
    first.stand(block, KvBlock.FIRST);
    return first.key();
  }

  /** Notes where each KV stands, and returns how many bytes all keys have in common. */
  private int index() {
    int shared = Integer.MAX_VALUE;
    int next = 0;
    for (int i = 0; i < ordered.length; i++) {
      byte[] block = ordered[i];
      int at = KvBlock.FIRST;
      for (int left = KvBlock.count(block); left > 0; left--) {
        places[next++] = ((long) i << Integer.SIZE) | at;
        other.stand(block, at);
        at = other.end();
        if (next == 1) {
          one.stand(block, KvBlock.FIRST);
        }
        shared = shared(shared);
      }
    }
    return shared;
  }

  /** Returns how many of the first bytes of the keys of both places are the same, at most. */
  private int shared(int most) {
    int length = Math.min(most, one.valueFrom() - one.keyFrom());
    int mismatch =
        Arrays.mismatch(
            one.array(),
            one.keyFrom(),
            one.keyFrom() + length,
            other.array(),
            other.keyFrom(),
            other.keyFrom() + Math.min(most, other.valueFrom() - other.keyFrom()));
    return mismatch < 0 ? length : mismatch;
  }

  private void stand(Place place, long at) {
    place.stand(ordered[(int) (at >>> Integer.SIZE)], (int) at);
  }

  /** Returns how many bytes the keys of KVs {@code [from, to)} have in common. */
  private int sharedPrefix(int from, int to) {
    stand(one, places[from]);
    int shared = Integer.MAX_VALUE;
    for (int i = from; i < to; i++) {
      stand(other, places[i]);
      shared = shared(shared);
    }
    return shared;
  }

  /** Reads the digits of KVs; tells whether these are in order as they are. */
  private boolean readDigits(int from, int to, int shared) {
    if (from == to) {
      return true;
    }
    digits.start(shared);
    stand(other, places[from]);
    for (int i = from + 1; i < to; i++) {
      stand(one, places[i]);
      digits.look(other, one);
    }
    digits.choose();
    boolean inOrder = true;
    for (int i = from; i < to; i++) {
      stand(one, places[i]);
      numbers[i] = digits.of(one);
      if (inOrder && i > from) {
        int order = Long.compareUnsigned(numbers[i - 1], numbers[i]);
        inOrder = order < 0 || (order == 0 && compare(places[i - 1], places[i]) <= 0);
      }
    }
    return inOrder;
  }

  private int compare(long a, long b) {
    stand(one, a);
    stand(other, b);
    return one.compareKey(other);
  }

  private void sortByDigits(int from, int to) {
    if (to - from < FEW) {
      mergeSort(from, to);
      return;
    }
    int compared = digits.compared();
    radixSort(from, to);
    int start = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || numbers[i] != numbers[start]) {
        if (i - start > 1) {
          sortEqual(start, i, compared);
        }
        start = i;
      }
    }
  }

  /**
   * Sorts KVs whose keys are equal so far.
   *
   * @param compared bytes that are
   */
  private void sortEqual(int from, int to, int compared) {
    if (to - from < FEW) {
      mergeSort(from, to);
      return;
    }
    int shared = sharedPrefix(from, to);
    if (shared < compared) {
      // A key ends here, and looks like one that goes on with zeros.
      mergeSort(from, to);
    } else if (!readDigits(from, to, shared)) {
      sortByDigits(from, to);
    }
  }

  private void radixSort(int from, int to) {
    int[][] counts = new int[Long.BYTES][BYTE_VALUES];
    for (int i = from; i < to; i++) {
      long number = numbers[i];
      for (int digit = 0; digit < Long.BYTES; digit++) {
        counts[digit][(int) (number >>> (digit * Byte.SIZE)) & 0xFF]++;
      }
    }
    boolean swapped = false;
    for (int digit = 0; digit < Long.BYTES; digit++) {
      int[] starts = counts[digit];
      int shift = digit * Byte.SIZE;
      long[] fromNumbers = swapped ? otherNumbers : numbers;
      long[] fromPlaces = swapped ? otherPlaces : places;
      if (starts[(int) (fromNumbers[from] >>> shift) & 0xFF] == to - from) {
        continue;
      }
      int next = from;
      for (int i = 0; i < BYTE_VALUES; i++) {
        int here = starts[i];
        starts[i] = next;
        next += here;
      }
      long[] toNumbers = swapped ? numbers : otherNumbers;
      long[] toPlaces = swapped ? places : otherPlaces;
      for (int i = from; i < to; i++) {
        int at = starts[(int) (fromNumbers[i] >>> shift) & 0xFF]++;
        toNumbers[at] = fromNumbers[i];
        toPlaces[at] = fromPlaces[i];
      }
      swapped = !swapped;
    }
    if (swapped) {
      System.arraycopy(otherNumbers, from, numbers, from, to - from);
      System.arraycopy(otherPlaces, from, places, from, to - from);
    }
  }

  /** Sorts places by whole keys. */
  private void mergeSort(int from, int to) {
    if (to - from < 8) {
      insertionSort(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(from, middle);
    mergeSort(middle, to);
    if (compare(places[middle - 1], places[middle]) <= 0) {
      return;
    }
    System.arraycopy(places, from, otherPlaces, from, middle - from);
    int left = from;
    int right = middle;
    for (int i = from; left < middle; i++) {
      boolean takeLeft = right == to || compare(otherPlaces[left], places[right]) <= 0;
      places[i] = takeLeft ? otherPlaces[left++] : places[right++];
    }
  }

  private void insertionSort(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long place = places[i];
      int at = i;
      while (at > from && compare(places[at - 1], place) > 0) {
        places[at] = places[at - 1];
        at--;
      }
      places[at] = place;
    }
  }

  private final class Sorted extends KvCursor {
    private int next;

    @Override
    public boolean next() {
      if (next == places.length) {
        return false;
      }
      long place = places[next++];
      stand(ordered[(int) (place >>> Integer.SIZE)], (int) place);
      return true;
    }
  }
}
