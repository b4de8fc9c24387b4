package io.thunderhead.type;

/** First bytes of values in keys (kv-encoding 1.5). */
public final class KeyFlag {
  public static final int NIL = 0;
  public static final int BYTES = 1;
  public static final int INT = 3;
  public static final int UINT = 4;
  public static final int FLOAT = 5;
  static final int DECIMAL = 6;
  public static final int DURATION = 7;

  public static final int JSON = 10;
  public static final int VECTOR = 20;

  private KeyFlag() {}
}
