package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One column's type: conversion of input values, and its forms in keys and rows.
 *
 * <p>Conversions fill a {@link Datum}. A value that does not fit is adjusted as kv-encoding 4.5 to
 * 4.7 say, or throws {@link BadValueException} in strict mode. One object serves one column of one
 * task; it is not thread-safe.
 */
public abstract class ColumnType {
  /** Kinds that all types but those of a date take. */
  static final Set<SourceKind> SCALARS =
      Set.of(
          SourceKind.TEXT,
          SourceKind.BYTES,
          SourceKind.LITERAL,
          SourceKind.BOOLEAN,
          SourceKind.INTEGER,
          SourceKind.UNSIGNED,
          SourceKind.FLOAT,
          SourceKind.DOUBLE,
          SourceKind.DECIMAL);

  /** Kinds that types of integers and strings take: all but spans of time and nested values. */
  static final Set<SourceKind> FLAT =
      Collections.unmodifiableSet(EnumSet.range(SourceKind.TEXT, SourceKind.INSTANT));

  private final Bytes rowForm = new Bytes(16);

  /** Tells whether input of a kind can be converted. */
  public abstract boolean accepts(SourceKind kind);

  /** Converts text, as CSV has it. */
  public abstract void fromText(String text, Datum out);

  /** Converts a byte string; unless the type stores bytes, it is the UTF-8 of text. */
  public void fromBytes(byte[] value, Datum out) {
    fromText(new String(value, StandardCharsets.UTF_8), out);
  }

  /**
   * Converts text that lies in {@code [from, to)} as UTF-8, or as bytes that are not valid UTF-8
   * where a file has such: types that store text or bytes take them as they are.
   */
  public void fromUtf8(byte[] bytes, int from, int to, Datum out) {
    fromText(new String(bytes, from, to - from, StandardCharsets.UTF_8), out);
  }

  /**
   * Converts a hexadecimal or bit literal of SQL: a big-endian number for types of numbers, a byte
   * string for types of strings and names; no other type takes one (kv-encoding 4.6).
   */
  public void fromLiteral(byte[] value, Datum out) {
    fromBytes(value, out);
  }

  /** Converts a boolean, which is 1 or 0 for all types that do not know better. */
  public void fromBoolean(boolean value, Datum out) {
    fromLong(value ? 1 : 0, out);
  }

  public void fromLong(long value, Datum out) {
    throw notAccepted(SourceKind.INTEGER);
  }

  /** Converts an integer of 64 unsigned bits. */
  public void fromUnsigned(long value, Datum out) {
    if (value >= 0) {
      fromLong(value, out);
    } else {
      fromDecimal(new BigDecimal(Long.toUnsignedString(value)), out);
    }
  }

  public void fromDouble(double value, Datum out) {
    throw notAccepted(SourceKind.DOUBLE);
  }

  /** Converts a float; only its text differs from that of the same double. */
  public void fromFloat(float value, Datum out) {
    fromDouble(value, out);
  }

  public void fromDecimal(BigDecimal value, Datum out) {
    throw notAccepted(SourceKind.DECIMAL);
  }

  /** Converts a date, in days since 1970-01-01. */
  public final void fromDate(long epochDay, Datum out) {
    long packed = PackedTime.ofEpochDay(epochDay);
    if (packed == PackedTime.INVALID) {
      outOfRange(out);
    } else {
      fromPackedDate(packed, out);
    }
  }

  /** Converts a wall clock's time, in seconds since 1970-01-01 00:00:00 on the wall. */
  public final void fromCivil(long wallSecond, int micros, Datum out) {
    long packed = PackedTime.ofWallSecond(wallSecond, micros);
    if (packed == PackedTime.INVALID) {
      outOfRange(out);
    } else {
      fromPacked(packed, out);
    }
  }

  /** Converts an instant, which stands for the session zone's wall clock at it. */
  public void fromInstant(long epochSecond, int micros, Datum out) {
    throw notAccepted(SourceKind.INSTANT);
  }

  /** Converts a span of time or a time of day, in microseconds. */
  public void fromDuration(long micros, Datum out) {
    throw notAccepted(SourceKind.DURATION);
  }

  /** Converts the list, map or struct that {@link NestedWriter} wrote to {@code [from, to)}. */
  public void fromNested(byte[] data, int from, int to, Datum out) {
    throw notAccepted(SourceKind.NESTED);
  }

  /** Converts a packed date. */
  public void fromPackedDate(long packed, Datum out) {
    fromPacked(packed, out);
  }

  /** Converts a packed time of the session zone's wall clock. */
  public void fromPacked(long packed, Datum out) {
    throw notAccepted(SourceKind.CIVIL);
  }

  /** Takes a date or time whose year is not in 0..9999. */
  void outOfRange(Datum out) {
    throw new BadValueException("its year is not in 0..9999");
  }

  /** Tells whether the type keeps any bytes, those of a UUID too, as they are. */
  public boolean keepsBytes() {
    return false;
  }

  /** Announces that values go into keys: from now on one that has no sort key is a bad value. */
  public void useInKeys() {}

  /** Fills in what a NOT NULL column holds when it has no value outside strict mode. */
  public abstract void zero(Datum out);

  /** Appends a value that is not NULL as index keys and handles have it, flag included. */
  public abstract void putKey(Datum value, Bytes out);

  /** Appends a value that is not NULL as rows have it. */
  public abstract void putValue(Datum value, Bytes out);

  /**
   * Returns the text of a value as rows have it; byte strings as {@code 0x} and hex digits.
   *
   * @throws IllegalArgumentException when the bytes are no value of the type
   */
  public abstract String text(byte[] data, int from, int to);

  /** Returns the text of a value that is not NULL, as the other. */
  public String text(Datum value) {
    putValue(value, rowForm.clear());
    return text(rowForm.array(), 0, rowForm.length());
  }

  /** Appends the text of a value that is not NULL, as {@link #text(Datum)} has it. */
  public void appendText(Datum value, StringBuilder out) {
    out.append(text(value));
  }

  /** Appends what KEY partitioning hashes of a value that is not NULL (kv-encoding 7.4). */
  public void putHashText(Datum value, Bytes out) {
    Utf8.append(out, text(value));
  }

  /** Tells whether an index on the column keeps its value beside its sort key. */
  public boolean needsRestoredData() {
    return false;
  }

  /** Tells whether the number of trailing spaces is all that the sort key loses of a value. */
  public boolean losesTrailingSpaces() {
    return false;
  }

  /**
   * Cuts a value to an index prefix.
   *
   * @param length characters or bytes, as the character set has it
   * @param spare filled when the value must be cut
   * @return {@code value} or {@code spare}
   */
  public Datum truncate(Datum value, int length, Datum spare) {
    return value;
  }

  private static BadValueException notAccepted(SourceKind kind) {
    return new BadValueException("the column takes no value of kind " + kind);
  }
}
