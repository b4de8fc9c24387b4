package io.thunderhead.type;

/**
 * One row of input, as the encoder reads it: each value is handed to the type of its column.
 *
 * <p>Readers fill one object again for every row, so a row stands only until the next is read.
 */
public interface InputRow {
  /** Returns the columns that the values are of; the same object as long as they do not change. */
  InputColumns columns();

  /** Returns how many values there are, at most one for each column; the rest have no value. */
  int length();

  /** Tells whether a value is NULL. */
  boolean isNull(int index);

  /**
   * Converts a value that is not NULL.
   *
   * @throws BadValueException when the column cannot hold it
   */
  void read(int index, ColumnType type, Datum out);

  /** Returns a value as a message shows it; byte strings as {@code 0x} and hex digits. */
  String text(int index);

  /** Returns why the reader could not make values of this row, or null when it could. */
  default String problem() {
    return null;
  }

  /** Returns what kind of problem {@link #problem} is. */
  default BadRowKind problemKind() {
    return BadRowKind.SYNTAX;
  }

  /** Tells whether the row had more values than there are columns; those are dropped. */
  default boolean hasSurplus() {
    return false;
  }

  /** Returns where the row stands, such as {@code file:byte offset}; empty when that is unknown. */
  default String place() {
    return "";
  }
}
