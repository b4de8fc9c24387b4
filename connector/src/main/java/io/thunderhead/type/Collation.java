package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.util.List;
import java.util.Optional;

/** How strings of one collation are ordered and compared in keys (kv-encoding 5). */
public abstract class Collation {
  private final String sqlName;

  Collation(String sqlName) {
    this.sqlName = sqlName;
  }

  final String sqlName() {
    return sqlName;
  }

  /** Finds a collation by its name in the schema; {@code utf8mb3_} is another word for utf8_. */
  public static Optional<Collation> find(String name) {
    String known = name.startsWith("utf8mb3_") ? "utf8_" + name.substring(8) : name;
    return Collations.ALL.stream().filter(each -> each.sqlName.equals(known)).findFirst();
  }

  /** Returns the names of all collations there are. */
  public static List<String> names() {
    return Collations.ALL.stream().map(each -> each.sqlName).toList();
  }

  /**
   * Returns what strings of a column are compared by: its own collation, or raw bytes when the
   * cluster has no new collations.
   */
  public static Collation effective(String name, boolean newCollation) {
    return find(newCollation ? name : "binary")
        .orElseThrow(
            () -> new IllegalArgumentException("collation: " + name + " (expected: " + names()));
  }

  /**
   * Returns what {@link #effective} does, and for a collation that TiDB knows but whose weights are
   * not known here one that has no sort keys: enough to store strings (kv-encoding 5.9).
   */
  static Collation ofColumn(String name, boolean newCollation) {
    return newCollation && isOnlyStored(name)
        ? new StoredCollation(name)
        : effective(name, newCollation);
  }

  /** Tells whether strings of a collation can be stored though their sort keys are not known. */
  public static boolean isOnlyStored(String name) {
    return name.equals("gb18030_chinese_ci");
  }

  /** Appends the sort key of the first {@code length} bytes of UTF-8. */
  public abstract void sortKey(byte[] utf8, int length, Bytes out);

  /**
   * Tells whether an index of an integer-handle table keeps the strings beside their sort keys
   * (kv-encoding 3.2).
   *
   * @param varying whether the type is VARCHAR
   */
  abstract boolean needsRestoredData(boolean varying);

  /** Tells whether a string has a character whose sort key is not known, so that it has none. */
  boolean lacksWeight(byte[] utf8, int length) {
    return false;
  }

  /** Returns where a string ends when trailing spaces do not count. */
  static int endWithoutSpaces(byte[] utf8, int length) {
    int end = length;
    while (end > 0 && utf8[end - 1] == ' ') {
      end--;
    }
    return end;
  }

  /** Tells whether a sort key is the string without its trailing spaces. */
  boolean onlyTrims() {
    return false;
  }

  /** Has no sort keys; tables are refused that need one. */
  static final class StoredCollation extends Collation {
    StoredCollation(String name) {
      super(name);
    }

    @Override
    public void sortKey(byte[] utf8, int length, Bytes out) {
      throw new IllegalStateException(
          "a sort key of " + sqlName() + ", whose weights are not known");
    }

    @Override
    boolean needsRestoredData(boolean varying) {
      return true;
    }
  }

  /** Sorts by the bytes as they are. */
  static final class RawCollation extends Collation {
    RawCollation(String name) {
      super(name);
    }

    @Override
    public void sortKey(byte[] utf8, int length, Bytes out) {
      out.put(utf8, 0, length);
    }

    @Override
    boolean needsRestoredData(boolean varying) {
      return false;
    }
  }

  /** Sorts by the bytes without trailing spaces. */
  static final class PaddingCollation extends Collation {
    PaddingCollation(String name) {
      super(name);
    }

    @Override
    public void sortKey(byte[] utf8, int length, Bytes out) {
      out.put(utf8, 0, endWithoutSpaces(utf8, length));
    }

    @Override
    boolean onlyTrims() {
      return true;
    }

    @Override
    boolean needsRestoredData(boolean varying) {
      return varying;
    }
  }
}
