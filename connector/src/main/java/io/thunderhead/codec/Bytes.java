package io.thunderhead.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A growing byte buffer that encoders append to and callers reuse from row to row.
 *
 * <p>Not thread-safe. {@link #array()} is the live backing array: only the first {@link #length()}
 * bytes count, and the next append may replace it.
 */
public final class Bytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private byte[] array;
  private int length;

  /** Makes an empty buffer with room for {@code capacity} bytes. */
  public Bytes(int capacity) {
    array = new byte[Math.max(capacity, 16)];
  }

  /** Returns the live backing array. */
  public byte[] array() {
    return array;
  }

  /** Returns how many bytes are held. */
  public int length() {
    return length;
  }

  /** Forgets the content and keeps the room. */
  public Bytes clear() {
    length = 0;
    return this;
  }

  /** Cuts the content to its first {@code newLength} bytes. */
  public Bytes truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IndexOutOfBoundsException(
          "newLength: " + newLength + " (expected: 0.." + length + ")");
    }
    length = newLength;
    return this;
  }

  /** Appends one byte, the low eight bits of {@code value}. */
  public Bytes put(int value) {
    ensure(1);
    array[length++] = (byte) value;
    return this;
  }

  /** Appends a whole array. */
  public Bytes put(byte[] source) {
    return put(source, 0, source.length);
  }

  /** Appends {@code count} bytes of {@code source} from {@code offset}. */
  public Bytes put(byte[] source, int offset, int count) {
    ensure(count);
    System.arraycopy(source, offset, array, length, count);
    length += count;
    return this;
  }

  /** Appends {@code count} copies of one byte. */
  public Bytes fill(int value, int count) {
    ensure(count);
    Arrays.fill(array, length, length + count, (byte) value);
    length += count;
    return this;
  }

  /** Appends two bytes, big-endian: the low sixteen bits of {@code value}. */
  public Bytes putShort(int value) {
    ensure(Short.BYTES);
    SHORT.set(array, length, (short) value);
    length += Short.BYTES;
    return this;
  }

  /** Appends eight bytes, big-endian. */
  public Bytes putLong(long value) {
    ensure(Long.BYTES);
    LONG.set(array, length, value);
    length += Long.BYTES;
    return this;
  }

  /** Appends the low {@code width} bytes of {@code value}, little-endian. */
  public Bytes putLittleEndian(long value, int width) {
    ensure(width);
    for (int i = 0; i < width; i++) {
      array[length++] = (byte) (value >>> (8 * i));
    }
    return this;
  }

  /**
   * Makes room for {@code more} bytes behind the content and returns the backing array, to be
   * filled from {@link #length()} on and then counted in with {@link #advance}.
   */
  public byte[] reserve(int more) {
    ensure(more);
    return array;
  }

  /** Counts in {@code count} bytes that were written into the reserved room. */
  public Bytes advance(int count) {
    if (count < 0 || count > array.length - length) {
      throw new IndexOutOfBoundsException(
          "count: " + count + " (expected: 0.." + (array.length - length) + ")");
    }
    length += count;
    return this;
  }

  /** Returns a copy of the content. */
  public byte[] toByteArray() {
    return Arrays.copyOf(array, length);
  }

  private void ensure(int more) {
    int needed = Math.addExact(length, more);
    if (needed > array.length) {
      array = Arrays.copyOf(array, Math.max(needed, (int) Math.min(array.length * 2L, 1 << 30)));
    }
  }
}
