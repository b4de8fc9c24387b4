package io.thunderhead.ddl;

import java.util.List;

/** The type of a column or expression as TiDB keeps it, kv-encoding 6.3 FieldType. */
final class FieldType implements Cloneable {
  /** Length or scale that is not given. */
  static final int UNSPECIFIED = -1;

  static final int TINY = 1;
  static final int SHORT = 2;
  static final int LONG = 3;
  static final int FLOAT = 4;
  static final int DOUBLE = 5;
  static final int TIMESTAMP = 7;
  static final int LONGLONG = 8;
  static final int INT24 = 9;
  static final int DATE = 10;
  static final int DURATION = 11;
  static final int DATETIME = 12;
  static final int YEAR = 13;
  static final int VARCHAR = 15;
  static final int BIT = 16;
  static final int VECTOR = 225;
  static final int JSON = 245;
  static final int DECIMAL = 246;
  static final int ENUM = 247;
  static final int SET = 248;
  static final int TINY_BLOB = 249;
  static final int MEDIUM_BLOB = 250;
  static final int LONG_BLOB = 251;
  static final int BLOB = 252;
  static final int VAR_STRING = 253;
  static final int STRING = 254;

  static final long NOT_NULL = 1;
  static final long PRI_KEY = 2;
  static final long UNIQUE_KEY = 4;
  static final long MULTIPLE_KEY = 8;
  static final long UNSIGNED = 32;
  static final long ZEROFILL = 64;
  static final long BINARY = 128;
  static final long AUTO_INCREMENT = 512;
  static final long NO_DEFAULT = 4096;
  static final long ON_UPDATE_NOW = 8192;
  static final long IS_BOOLEAN = 1L << 19;

  int type;
  long flag;
  long flen = UNSPECIFIED;
  int decimal = UNSPECIFIED;
  String charset = "";
  String collate = "";

  /** Members of an ENUM or SET, null for other types. */
  List<String> elems;

  boolean array;

  FieldType(int type) {
    this.type = type;
  }

  FieldType(int type, long flag, long flen, int decimal) {
    this.type = type;
    this.flag = flag;
    this.flen = flen;
    this.decimal = decimal;
  }

  FieldType copy() {
    try {
      return (FieldType) clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }

  FieldType collation(String newCharset, String newCollate) {
    charset = newCharset;
    collate = newCollate;
    return this;
  }

  FieldType binaryCollation() {
    return collation(Charsets.BINARY, Charsets.BINARY);
  }

  boolean has(long bit) {
    return (flag & bit) != 0;
  }

  void add(long bits) {
    flag |= bits;
  }

  void remove(long bits) {
    flag &= ~bits;
  }

  boolean isInteger() {
    return type == TINY || type == SHORT || type == INT24 || type == LONG || type == LONGLONG;
  }

  boolean isBlob() {
    return type >= TINY_BLOB && type <= BLOB;
  }

  /** CHAR, VARCHAR and their binary forms. */
  boolean isChar() {
    return type == STRING || type == VARCHAR || type == VAR_STRING;
  }

  boolean isString() {
    return isChar() || isBlob();
  }

  boolean isEnumOrSet() {
    return type == ENUM || type == SET;
  }

  boolean isTime() {
    return type == DATE || type == DATETIME || type == TIMESTAMP;
  }

  /** Whether it has a character set of its own; the other types keep {@code binary}. */
  boolean hasCharset() {
    return isString() || isEnumOrSet();
  }

  boolean isFloat() {
    return type == FLOAT || type == DOUBLE;
  }

  /** The length that TiDB gives a type without one. */
  static long defaultFlen(int type) {
    return switch (type) {
      case TINY, YEAR -> 4;
      case SHORT -> 6;
      case INT24 -> 9;
      case LONG -> 11;
      case LONGLONG -> 20;
      case FLOAT -> 12;
      case DOUBLE -> 22;
      case DECIMAL, DATE, DURATION -> 10;
      case DATETIME, TIMESTAMP -> 19;
      case BIT, STRING -> 1;
      case TINY_BLOB -> 255;
      case BLOB -> 65535;
      case MEDIUM_BLOB -> 16777215;
      case LONG_BLOB, JSON -> 4294967295L;
      default -> UNSPECIFIED;
    };
  }

  /** The scale that TiDB gives a type without one. */
  static int defaultDecimal(int type) {
    return type == FLOAT || type == DOUBLE ? UNSPECIFIED : 0;
  }

  /** As an error message names it. */
  String described() {
    return switch (type) {
      case TINY -> "TINYINT";
      case SHORT -> "SMALLINT";
      case INT24 -> "MEDIUMINT";
      case LONG -> "INT";
      case LONGLONG -> "BIGINT";
      case FLOAT -> "FLOAT";
      case DOUBLE -> "DOUBLE";
      case DECIMAL -> "DECIMAL";
      case DATE -> "DATE";
      case DURATION -> "TIME";
      case DATETIME -> "DATETIME";
      case TIMESTAMP -> "TIMESTAMP";
      case YEAR -> "YEAR";
      case BIT -> "BIT";
      case JSON -> "JSON";
      case VECTOR -> "VECTOR";
      case ENUM -> "ENUM";
      case SET -> "SET";
      case STRING -> charset.equals(Charsets.BINARY) ? "BINARY" : "CHAR";
      case VARCHAR, VAR_STRING -> charset.equals(Charsets.BINARY) ? "VARBINARY" : "VARCHAR";
      default -> charset.equals(Charsets.BINARY) ? "BLOB" : "TEXT";
    };
  }
}
