package io.thunderhead.type;

import java.util.Optional;

/** The character sets whose text is stored as the UTF-8 it came in (kv-encoding 4.7). */
public enum Charset {
  BINARY("binary", Unit.BYTE),
  ASCII("ascii", Unit.BYTE) {
    @Override
    int invalidLength(byte[] bytes, int at, int end) {
      return bytes[at] < 0 ? Utf8.runeLength(bytes, at, end) : 0;
    }
  },
  LATIN1("latin1", Unit.CHARACTER),
  UTF8("utf8", Unit.CHARACTER) {
    @Override
    int invalidLength(byte[] bytes, int at, int end) {
      int length = Utf8.validLength(bytes, at, end);
      return length == 0 ? 1 : length == 4 ? 4 : 0;
    }
  },
  UTF8MB4("utf8mb4", Unit.CHARACTER) {
    @Override
    int invalidLength(byte[] bytes, int at, int end) {
      return Utf8.validLength(bytes, at, end) == 0 ? 1 : 0;
    }
  },
  GBK("gbk", Unit.CHARACTER) {
    @Override
    int invalidLength(byte[] bytes, int at, int end) {
      int length = Utf8.validLength(bytes, at, end);
      if (length == 0) {
        return announcedLength(bytes, at, end);
      }
      boolean known = length == 1 || WeightTable.GBK.weights().lists(Utf8.point(bytes, at, length));
      return known ? 0 : length;
    }
  },
  /** Has a code for every character. */
  GB18030("gb18030", Unit.CHARACTER) {
    @Override
    int invalidLength(byte[] bytes, int at, int end) {
      return Utf8.validLength(bytes, at, end) == 0 ? announcedLength(bytes, at, end) : 0;
    }
  };

  private enum Unit {
    BYTE,
    CHARACTER
  }

  private final String sqlName;
  private final Unit prefixUnit;

  Charset(String sqlName, Unit prefixUnit) {
    this.sqlName = sqlName;
    this.prefixUnit = prefixUnit;
  }

  /** Finds a character set by its name in the schema. */
  public static Optional<Charset> find(String name) {
    for (Charset each : values()) {
      if (each.sqlName.equals(name) || (each == UTF8 && name.equals("utf8mb3"))) {
        return Optional.of(each);
      }
    }
    return Optional.empty();
  }

  String sqlName() {
    return sqlName;
  }

  /** Tells whether index prefixes count bytes. */
  boolean prefixesCountBytes() {
    return prefixUnit == Unit.BYTE;
  }

  /** Returns how many bytes at {@code at} are no character of this set, 0 if there is one. */
  int invalidLength(byte[] bytes, int at, int end) {
    return 0;
  }

  /** Bytes that are no character go together, as many as the first of them announces. */
  private static int announcedLength(byte[] bytes, int at, int end) {
    return Math.min(Utf8.announcedLength(bytes[at]), end - at);
  }
}
