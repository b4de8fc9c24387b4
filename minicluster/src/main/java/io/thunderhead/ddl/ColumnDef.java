package io.thunderhead.ddl;

import java.util.List;

/** A column as written. */
record ColumnDef(Name name, FieldType type, List<Option> options, Position at) {

  /** What stands behind the type. */
  sealed interface Option {

    record NotNull() implements Option {}

    record Nullable() implements Option {}

    record AutoIncrement() implements Option {}

    /** Zero where not given. */
    record AutoRandom(int shardBits, int rangeBits, Position at) implements Option {}

    /**
     * Primary key.
     *
     * @param clustered null where not given
     */
    record PrimaryKey(Boolean clustered, boolean global) implements Option {}

    record Unique(boolean global) implements Option {}

    record Default(Expr value) implements Option {}

    record OnUpdate(Expr value) implements Option {}

    record Comment(String text) implements Option {}

    record Collate(String collation, Position at) implements Option {}

    record Generated(Expr value, boolean stored) implements Option {}

    /** Name empty where not given. */
    record Check(String name, Expr condition, boolean enforced, Position at) implements Option {}
  }

  /** The last option of a kind, or null. */
  <T extends Option> T option(Class<T> kind) {
    T found = null;
    for (Option option : options) {
      if (kind.isInstance(option)) {
        found = kind.cast(option);
      }
    }
    return found;
  }

  boolean has(Class<? extends Option> kind) {
    return option(kind) != null;
  }
}
