package io.thunderhead.ddl;

/**
 * A table option as written.
 *
 * @param number of options with a number or a switch
 * @param text of options with a text; {@code FORCE} where that stands before AUTO_INCREMENT or
 *     AUTO_RANDOM_BASE
 * @param expr interval of TTL
 * @param unit number of TTL's time unit
 */
record TableOption(Kind kind, long number, String text, Expr expr, int unit, Position at) {

  enum Kind {
    AUTO_INCREMENT,
    AUTO_ID_CACHE,
    AUTO_RANDOM_BASE,
    SHARD_ROW_ID_BITS,
    PRE_SPLIT_REGIONS,
    CHARSET,
    COLLATE,
    COMMENT,
    COMPRESSION,
    /** Text: column. */
    TTL,
    TTL_ENABLE,
    TTL_JOB_INTERVAL,
    TTL_REMOVE,
    /** Text: collation, which tells the character set. */
    CONVERT_CHARSET,
    /** TiDB reads it and keeps nothing. */
    WITHOUT_EFFECT
  }

  static final String FORCED = "FORCE";

  /** Whether an allocator may be lowered as well. */
  boolean forced() {
    return text.equals(FORCED);
  }

  static TableOption of(Kind kind, long number, Position at) {
    return new TableOption(kind, number, "", null, 0, at);
  }

  static TableOption of(Kind kind, String text, Position at) {
    return new TableOption(kind, 0, text, null, 0, at);
  }
}
