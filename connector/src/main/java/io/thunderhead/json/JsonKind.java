package io.thunderhead.json;

/** Type codes of the binary form (kv-encoding 4.8). */
public final class JsonKind {
  public static final int OBJECT = 0x01;
  public static final int ARRAY = 0x03;
  public static final int LITERAL = 0x04;
  public static final int INT64 = 0x09;
  public static final int UINT64 = 0x0a;
  public static final int FLOAT64 = 0x0b;
  public static final int STRING = 0x0c;
  public static final int OPAQUE = 0x0d;
  public static final int DATE = 0x0e;
  public static final int DATETIME = 0x0f;
  public static final int TIMESTAMP = 0x10;
  public static final int TIME = 0x11;

  /** The literals. */
  public static final int NULL = 0;

  public static final int TRUE = 1;
  public static final int FALSE = 2;

  private JsonKind() {}
}
