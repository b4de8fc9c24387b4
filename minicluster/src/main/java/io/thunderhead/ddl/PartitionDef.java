package io.thunderhead.ddl;

import java.util.List;

/**
 * PARTITION BY as written.
 *
 * @param expr of the expression forms, else null
 * @param columns of the COLUMNS forms and KEY, else null
 * @param count of PARTITIONS n, 0 where not given
 */
record PartitionDef(
    Method method,
    Expr expr,
    List<Name> columns,
    long count,
    List<Definition> definitions,
    Position at) {

  /** With TiDB's numbers. */
  enum Method {
    RANGE(1),
    HASH(2),
    LIST(3),
    KEY(4);

    private final int number;

    Method(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /**
   * One partition.
   *
   * @param lessThan bounds of RANGE, a null element is MAXVALUE; null for other methods
   * @param in tuples of LIST, a null tuple is DEFAULT; null for other methods
   */
  record Definition(
      Name name, List<Expr> lessThan, List<List<Expr>> in, String comment, Position at) {}
}
