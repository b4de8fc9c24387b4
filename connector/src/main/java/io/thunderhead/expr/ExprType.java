package io.thunderhead.expr;

import io.thunderhead.schema.FieldType;

/**
 * The type of an expression, as TiDB infers it.
 *
 * @param tp MySQL's type number, see {@link FieldType}
 * @param flen precision or length, -1 when unknown
 * @param decimal digits after the point, of a number or of a second; -1 when unknown
 * @param truth whether it is a condition's 0 or 1
 * @param ascii whether a string has no characters beyond ASCII, for what it can be mixed with
 * @param coercibility whose collation wins, the lowest: see the constants
 */
record ExprType(
    Kind kind,
    int tp,
    boolean unsigned,
    int flen,
    int decimal,
    String charset,
    String collate,
    int coercibility,
    boolean ascii,
    boolean truth) {
  static final int EXPLICIT = 0;
  static final int IMPLICIT = 2;
  static final int COERCIBLE = 4;
  static final int NUMERIC = 5;
  static final int IGNORABLE = 6;

  static final String BINARY = "binary";
  private static final int NULL_TP = 6;
  private static final int MAX_INT_DIGITS = 20;

  static final ExprType NULL = plain(Kind.NULL, NULL_TP, false, 0, 0);
  static final ExprType INT = plain(Kind.INT, FieldType.LONGLONG, false, MAX_INT_DIGITS, 0);
  static final ExprType UNSIGNED = plain(Kind.INT, FieldType.LONGLONG, true, MAX_INT_DIGITS, 0);
  static final ExprType REAL = plain(Kind.REAL, FieldType.DOUBLE, false, -1, -1);
  static final ExprType JSON =
      new ExprType(
          Kind.JSON,
          FieldType.JSON,
          false,
          -1,
          0,
          "utf8mb4",
          "utf8mb4_bin",
          IMPLICIT,
          false,
          false);
  static final ExprType TRUTH =
      new ExprType(Kind.INT, FieldType.LONGLONG, false, 1, 0, BINARY, BINARY, NUMERIC, true, true);

  static ExprType plain(Kind kind, int tp, boolean unsigned, int flen, int decimal) {
    int coercibility = kind == Kind.NULL ? IGNORABLE : NUMERIC;
    return new ExprType(
        kind, tp, unsigned, flen, decimal, BINARY, BINARY, coercibility, true, false);
  }

  static ExprType integer(boolean unsigned) {
    return unsigned ? UNSIGNED : INT;
  }

  static ExprType decimal(int flen, int decimal) {
    return plain(Kind.DECIMAL, FieldType.NEW_DECIMAL, false, flen, decimal);
  }

  static ExprType time(int tp, int fsp) {
    return plain(Kind.TIME, tp, false, -1, fsp);
  }

  static ExprType duration(int fsp) {
    return plain(Kind.DURATION, FieldType.DURATION, false, -1, fsp);
  }

  static ExprType string(String charset, String collate, int coercibility, boolean ascii) {
    return new ExprType(
        Kind.STRING,
        FieldType.VAR_STRING,
        false,
        -1,
        -1,
        charset,
        collate,
        coercibility,
        ascii,
        false);
  }

  /** Text that a function makes, of the connection's character set. */
  static ExprType text(boolean ascii) {
    return string("utf8mb4", "utf8mb4_bin", COERCIBLE, ascii);
  }

  static ExprType binary() {
    return string(BINARY, BINARY, COERCIBLE, false);
  }

  /** Tells whether it is a string of bytes, or text of them. */
  boolean isBinary() {
    return charset.equals(BINARY);
  }

  /** Tells whether values are a name and a number. */
  boolean named() {
    return tp == FieldType.ENUM || tp == FieldType.SET;
  }
}
