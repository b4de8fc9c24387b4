package io.thunderhead.ddl;

import java.util.List;

/**
 * A key or constraint as written.
 *
 * @param name empty where not given
 * @param parts columns and expressions of an index, columns of a foreign key
 * @param reference of a foreign key, else null
 * @param check of a CHECK, else null
 */
record KeyDef(
    Kind kind,
    String name,
    List<Part> parts,
    Options options,
    Reference reference,
    CheckDef check,
    boolean ifNotExists,
    Position at) {

  enum Kind {
    PRIMARY,
    UNIQUE,
    INDEX,
    FOREIGN,
    CHECK
  }

  /**
   * A part of an index.
   *
   * @param column null when {@code expr} is given
   * @param length of the prefix, {@link FieldType#UNSPECIFIED} for whole values
   */
  record Part(Name column, int length, Expr expr, Position at) {}

  /**
   * What stands behind the parts.
   *
   * @param clustered null where not given
   * @param type BTREE 1, HASH 2, RTREE 3; 0 where not given
   * @param where condition of a partial index, or null
   */
  record Options(
      Boolean clustered, int type, String comment, boolean invisible, boolean global, Expr where) {
    static final Options NONE = new Options(null, 0, "", false, false, null);
  }

  /** Actions: 0 not given, 1 RESTRICT, 2 CASCADE, 3 SET NULL, 4 NO ACTION, 5 SET DEFAULT. */
  record Reference(Statement.TableRef table, List<Name> columns, int onDelete, int onUpdate) {}

  /** Column null for a CHECK of the table. */
  record CheckDef(Expr condition, boolean enforced, Name column) {}

  static KeyDef index(
      Kind kind, String name, List<Part> parts, Options options, boolean ifNotExists, Position at) {
    return new KeyDef(kind, name, parts, options, null, null, ifNotExists, at);
  }

  static KeyDef check(String name, Expr condition, boolean enforced, Name column, Position at) {
    return new KeyDef(
        Kind.CHECK,
        name,
        List.of(),
        Options.NONE,
        null,
        new CheckDef(condition, enforced, column),
        false,
        at);
  }

  KeyDef named(String newName) {
    return new KeyDef(kind, newName, parts, options, reference, check, ifNotExists, at);
  }
}
