package io.thunderhead.source;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadRowKind;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.NestedReader;
import io.thunderhead.type.NestedWriter;
import io.thunderhead.type.SourceKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * A row of a file. A reader fills it with values that lie one behind the other in a buffer of its
 * own; after the first rows nothing is allocated.
 */
public final class SourceRow implements InputRow {
  private static final int FIRST_VALUES = 16;

  /** The detail of bytes that are a UUID. */
  private static final int IS_UUID = 1;

  private final Bytes bytes = new Bytes(256);
  private SourceKind[] kinds = new SourceKind[FIRST_VALUES];
  private int[] ends = new int[FIRST_VALUES];
  private long[] numbers = new long[FIRST_VALUES];
  private int[] details = new int[FIRST_VALUES];
  private int length;
  private InputColumns columns = InputColumns.of(List.of());
  private String file = "";
  private long offset;
  private String problem;
  private boolean surplus;
  private BadRowKind problemKind = BadRowKind.SYNTAX;

  /**
   * Empties the row.
   *
   * @param of columns of the values that follow
   * @param path file of the row
   * @param at byte offset of the row in the file's text; a row number in Parquet
   */
  public void start(InputColumns of, String path, long at) {
    columns = of;
    file = path;
    offset = at;
    length = 0;
    problem = null;
    surplus = false;
    bytes.clear();
  }

  /** Makes the row one that cannot be read; what was put in it is kept to be shown. */
  public void fail(String reason) {
    fail(BadRowKind.SYNTAX, reason);
  }

  /** As the other, of another kind than broken syntax. */
  public void fail(BadRowKind kind, String reason) {
    problemKind = kind;
    problem = reason;
  }

  /** Notes that the file has more values in this row than there are columns. */
  public void markSurplus() {
    surplus = true;
  }

  /**
   * Returns where the bytes of the value that is put next are appended; {@link #endText} ends it.
   */
  public Bytes buffer() {
    return bytes;
  }

  /** Ends a text, of UTF-8 bytes or what a file has in their place. */
  public void endText() {
    end(SourceKind.TEXT, 0, 0);
  }

  /** Ends a byte string. */
  public void endBytes() {
    end(SourceKind.BYTES, 0, 0);
  }

  /** Ends the 16 bytes of a UUID, which columns that are not binary take as its text. */
  public void endUuid() {
    end(SourceKind.BYTES, 0, IS_UUID);
  }

  /**
   * Ends a list, map or struct that a {@link NestedWriter} wrote.
   *
   * @param kind NUMBERS or NESTED
   */
  public void endNested(SourceKind kind) {
    end(kind, 0, 0);
  }

  /** Ends a hexadecimal or bit literal. */
  public void endLiteral() {
    end(SourceKind.LITERAL, 0, 0);
  }

  /** Ends a decimal whose unscaled value is a big-endian two's complement. */
  public void endDecimal(int scale) {
    end(SourceKind.DECIMAL, 0, scale);
  }

  /** Puts a decimal of at most 64 bits. */
  public void putDecimal(long unscaled, int scale) {
    end(SourceKind.DECIMAL, unscaled, scale);
  }

  /** Puts NULL; what was appended to the buffer since the last value is dropped. */
  public void putNull() {
    bytes.truncate(startOf(length));
    end(null, 0, 0);
  }

  /** Puts a signed integer. */
  public void putInteger(long value) {
    end(SourceKind.INTEGER, value, 0);
  }

  /** Puts an integer of 64 unsigned bits. */
  public void putUnsigned(long value) {
    end(SourceKind.UNSIGNED, value, 0);
  }

  /** Puts a float. */
  public void putFloat(float value) {
    end(SourceKind.FLOAT, Float.floatToRawIntBits(value), 0);
  }

  /** Puts a double. */
  public void putDouble(double value) {
    end(SourceKind.DOUBLE, Double.doubleToRawLongBits(value), 0);
  }

  /** Puts a date, in days since 1970-01-01. */
  public void putDate(long epochDay) {
    end(SourceKind.DATE, epochDay, 0);
  }

  /** Puts a wall clock's time, in seconds since 1970-01-01 00:00:00 on the wall. */
  public void putCivil(long wallSecond, int micros) {
    end(SourceKind.CIVIL, wallSecond, micros);
  }

  /** Puts an instant. */
  public void putInstant(long epochSecond, int micros) {
    end(SourceKind.INSTANT, epochSecond, micros);
  }

  /** Drops all values but the first {@code count}. */
  public void truncate(int count) {
    length = count;
    bytes.truncate(startOf(count));
  }

  /** Returns how many bytes the value that is being appended has so far. */
  public int pending() {
    return bytes.length() - startOf(length);
  }

  @Override
  public InputColumns columns() {
    return columns;
  }

  @Override
  public int length() {
    return length;
  }

  /** Returns a copy of the bytes of a value that has some: TEXT, BYTES, LITERAL or DECIMAL. */
  public byte[] bytes(int index) {
    return Arrays.copyOfRange(bytes.array(), startOf(index), ends[index]);
  }

  /** Returns the kind of a value, null for NULL. */
  public SourceKind kind(int index) {
    return kinds[index];
  }

  String file() {
    return file;
  }

  /** Returns where the row begins: a byte of the text, of Parquet its number in the file. */
  public long offset() {
    return offset;
  }

  long number(int index) {
    return numbers[index];
  }

  int detail(int index) {
    return details[index];
  }

  /** Ends a value of any kind, whose bytes are in the buffer. */
  void put(SourceKind kind, long number, int detail) {
    end(kind, number, detail);
  }

  @Override
  public boolean isNull(int index) {
    return kinds[index] == null;
  }

  @Override
  public void read(int index, ColumnType type, Datum out) {
    int from = startOf(index);
    int to = ends[index];
    switch (kinds[index]) {
      case TEXT -> type.fromUtf8(bytes.array(), from, to, out);
      case BYTES -> readBytes(index, type, out);
      case LITERAL -> type.fromLiteral(Arrays.copyOfRange(bytes.array(), from, to), out);
      case BOOLEAN -> type.fromBoolean(numbers[index] != 0, out);
      case INTEGER -> type.fromLong(numbers[index], out);
      case UNSIGNED -> type.fromUnsigned(numbers[index], out);
      case FLOAT -> type.fromFloat(Float.intBitsToFloat((int) numbers[index]), out);
      case DOUBLE -> type.fromDouble(Double.longBitsToDouble(numbers[index]), out);
      case DECIMAL -> type.fromDecimal(decimal(index), out);
      case DATE -> type.fromDate(numbers[index], out);
      case CIVIL -> type.fromCivil(numbers[index], details[index], out);
      case INSTANT -> type.fromInstant(numbers[index], details[index], out);
      case DURATION -> type.fromDuration(numbers[index], out);
      case NUMBERS, NESTED -> type.fromNested(bytes.array(), from, to, out);
    }
  }

  @Override
  public String text(int index) {
    if (kinds[index] == null) {
      return "NULL";
    }
    return switch (kinds[index]) {
      case TEXT ->
          new String(
              bytes.array(), startOf(index), ends[index] - startOf(index), StandardCharsets.UTF_8);
      case BYTES, LITERAL ->
          "0x" + HexFormat.of().formatHex(bytes.array(), startOf(index), ends[index]);
      case UNSIGNED -> Long.toUnsignedString(numbers[index]);
      case FLOAT -> String.valueOf(Float.intBitsToFloat((int) numbers[index]));
      case DOUBLE -> String.valueOf(Double.longBitsToDouble(numbers[index]));
      case DECIMAL -> decimal(index).toPlainString();
      case DATE -> LocalDate.ofEpochDay(numbers[index]).toString();
      case CIVIL, INSTANT ->
          Instant.ofEpochSecond(numbers[index], details[index] * 1000L).toString();
      case BOOLEAN, INTEGER, DURATION -> String.valueOf(numbers[index]);
      case NUMBERS, NESTED -> NestedReader.text(bytes.array(), startOf(index), ends[index]);
    };
  }

  @Override
  public String problem() {
    return problem;
  }

  @Override
  public BadRowKind problemKind() {
    return problemKind;
  }

  @Override
  public boolean hasSurplus() {
    return surplus;
  }

  @Override
  public String place() {
    return file + ":" + offset;
  }

  private void readBytes(int index, ColumnType type, Datum out) {
    int from = startOf(index);
    if (details[index] == IS_UUID && !type.keepsBytes()) {
      ByteBuffer uuid = ByteBuffer.wrap(bytes.array(), from, ends[index] - from);
      type.fromText(new UUID(uuid.getLong(), uuid.getLong()).toString(), out);
    } else {
      type.fromBytes(Arrays.copyOfRange(bytes.array(), from, ends[index]), out);
    }
  }

  private BigDecimal decimal(int index) {
    if (startOf(index) == ends[index]) {
      return BigDecimal.valueOf(numbers[index], details[index]);
    }
    return new BigDecimal(
        new BigInteger(bytes.array(), startOf(index), ends[index] - startOf(index)),
        details[index]);
  }

  private int startOf(int index) {
    return index == 0 ? 0 : ends[index - 1];
  }

  private void end(SourceKind kind, long number, int detail) {
    if (length == ends.length) {
      int size = 2 * length;
      kinds = Arrays.copyOf(kinds, size);
      ends = Arrays.copyOf(ends, size);
      numbers = Arrays.copyOf(numbers, size);
      details = Arrays.copyOf(details, size);
    }
    kinds[length] = kind;
    ends[length] = bytes.length();
    numbers[length] = number;
    details[length] = detail;
    length++;
  }
}
