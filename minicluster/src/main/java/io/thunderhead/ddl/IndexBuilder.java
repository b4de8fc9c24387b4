package io.thunderhead.ddl;

import io.thunderhead.ddl.KeyDef.Part;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** Builds indexes and the hidden columns of their expressions. */
final class IndexBuilder {
  static final String PRIMARY = "PRIMARY";
  private static final String HIDDEN_PREFIX = "_V$";
  private static final int MAX_BYTES = 3072;
  private static final int MAX_NAME = 64;

  private final TableInfo table;

  IndexBuilder(TableInfo table) {
    this.table = table;
  }

  /** Adds hidden columns for the expressions of a key; returns the key with columns only. */
  KeyDef withHiddenColumns(KeyDef key) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < key.parts().size(); i++) {
      Part part = key.parts().get(i);
      if (part.expr() == null) {
        parts.add(part);
        continue;
      }
      ColumnInfo hidden = hiddenColumn(key, part, i);
      table.append(hidden);
      parts.add(new Part(hidden.name, FieldType.UNSPECIFIED, null, part.at()));
    }
    return new KeyDef(
        key.kind(),
        key.name(),
        List.copyOf(parts),
        key.options(),
        key.reference(),
        key.check(),
        key.ifNotExists(),
        key.at());
  }

  private ColumnInfo hiddenColumn(KeyDef key, Part part, int number) {
    Name name = new Name(HIDDEN_PREFIX + "_" + key.name() + "_" + number);
    if (key.kind() == KeyDef.Kind.PRIMARY) {
      throw part.at().error("expression in a primary key", "store it in a column");
    }
    if (name.original().codePointCount(0, name.original().length()) > MAX_NAME) {
      throw key.at().error("index name '" + key.name() + "' is too long", "shorten it");
    }
    if (Exprs.unwrapped(part.expr()) instanceof Expr.Column column) {
      throw part.at()
          .error("key part is only the column '" + column.name() + "'", "drop the parentheses");
    }
    if (table.column(name) != null) {
      throw key.at().error("column '" + name + "' exists", "choose another index name");
    }
    StoredExprs.checkIndexed(part.expr());
    for (Expr.Column column : Exprs.columns(part.expr())) {
      ColumnInfo read = table.column(column.name());
      if (read == null) {
        throw column.at().error("column '" + column.name() + "' does not exist", "name another");
      }
      if (read.type.has(FieldType.AUTO_INCREMENT)) {
        throw column
            .at()
            .error(
                "expression index reads AUTO_INCREMENT column '" + read.name + "'", "use another");
      }
    }
    ColumnInfo hidden = new ColumnInfo(name, new ExprTypes(table).columnType(part.expr()));
    hidden.generatedExpr = ExprText.stored(part.expr());
    hidden.dependences = new LinkedHashSet<>(Exprs.columnNames(part.expr()));
    hidden.hidden = true;
    return hidden;
  }

  /** Builds the index of a key whose parts are columns; does not add it to the table. */
  IndexInfo build(KeyDef key) {
    boolean primary = key.kind() == KeyDef.Kind.PRIMARY;
    Name name = new Name(primary ? PRIMARY : key.name());
    if (!primary && name.matches(PRIMARY)) {
      throw key.at().error("index name PRIMARY", "choose another one");
    }
    if (name.original().codePointCount(0, name.original().length()) > MAX_NAME) {
      throw key.at().error("index name '" + name + "' is too long", "it has at most 64 letters");
    }
    IndexInfo index = new IndexInfo(name);
    index.primary = primary;
    index.unique = primary || key.kind() == KeyDef.Kind.UNIQUE;
    addParts(index, key);
    KeyDef.Options options = key.options();
    index.comment = options.comment();
    index.invisible = options.invisible();
    index.type = options.type() == 0 ? IndexInfo.BTREE : options.type();
    index.global = options.global();
    setGlobalVersion(index);
    if (options.where() != null) {
      condition(index, key);
    }
    return index;
  }

  private void addParts(IndexInfo index, KeyDef key) {
    int sum = 0;
    for (Part part : key.parts()) {
      ColumnInfo column = table.column(part.column());
      if (column == null) {
        throw part.at().error("key column '" + part.column() + "' does not exist", "name a column");
      }
      if (index.parts.stream().anyMatch(p -> p.name().matches(column.name))) {
        throw part.at().error("key names column '" + column.name + "' twice", "drop one");
      }
      checkPart(column, part);
      if (column.type.array) {
        if (index.multiValued) {
          throw part.at().error("second multi-valued part in an index", "make two indexes");
        }
        index.multiValued = true;
      }
      int length = part.length();
      if (length != FieldType.UNSPECIFIED && column.type.isChar() && length == column.type.flen) {
        length = FieldType.UNSPECIFIED;
      }
      sum += bytes(column.type, length);
      if (sum > MAX_BYTES) {
        throw part.at()
            .error("key is too long: " + sum + " bytes", "expected at most " + MAX_BYTES);
      }
      index.parts.add(new IndexInfo.Part(column.name, column.offset, length));
    }
  }

  private static void checkPart(ColumnInfo column, Part part) {
    FieldType type = column.type;
    String what =
        column.hidden ? "expression " + column.generatedExpr : "column '" + column.name + "'";
    if (type.isChar() && type.flen == 0) {
      throw part.at().error(what + " of length 0 in a key", "leave it out");
    }
    if (type.type == FieldType.JSON && !type.array) {
      throw part.at().error("JSON " + what + " in a key", "index a CAST of a part of it");
    }
    if (type.type == FieldType.VECTOR) {
      throw part.at().error("VECTOR " + what + " in a key", "leave it out");
    }
    if (type.isBlob() && part.length() == FieldType.UNSPECIFIED) {
      throw part.at()
          .error(
              type.described() + " " + what + " in a key without a length",
              column.hidden ? "CAST it to CHAR(n)" : "write '" + column.name + "(n)'");
    }
    if (part.length() == FieldType.UNSPECIFIED) {
      return;
    }
    if (!type.isString() || (type.isChar() && part.length() > type.flen)) {
      throw part.at()
          .error("prefix of " + part.length() + " does not fit " + what, "drop it or shorten it");
    }
  }

  /** Bytes that a column takes in a key at most, as TiDB counts them. */
  private static int bytes(FieldType type, int prefix) {
    long length = prefix != FieldType.UNSPECIFIED ? prefix : type.flen;
    return switch (type.array ? FieldType.JSON : type.type) {
      case FieldType.BIT -> (int) ((length + 7) >> 3);
      case FieldType.VARCHAR,
          FieldType.STRING,
          FieldType.VAR_STRING,
          FieldType.TINY_BLOB,
          FieldType.BLOB,
          FieldType.MEDIUM_BLOB,
          FieldType.LONG_BLOB ->
          (int) Math.min(Integer.MAX_VALUE / 2, length * Charsets.maxBytes(type.charset));
      case FieldType.TINY, FieldType.YEAR -> 1;
      case FieldType.SHORT -> 2;
      case FieldType.INT24, FieldType.DATE, FieldType.DURATION -> 3;
      case FieldType.LONG, FieldType.TIMESTAMP -> 4;
      case FieldType.FLOAT -> length <= 24 ? 4 : 8;
      case FieldType.LONGLONG, FieldType.DOUBLE, FieldType.DATETIME -> 8;
      case FieldType.DECIMAL -> (int) (length / 9 * 4 + (length % 9 + 1) / 2);
      default -> (int) Math.min(length, MAX_BYTES);
    };
  }

  /** Version 1 where the handle can be in the key of a non-clustered table, kv-encoding 3.5. */
  private void setGlobalVersion(IndexInfo index) {
    if (index.global && !table.clustered()) {
      boolean nullable =
          index.parts.stream()
              .anyMatch(part -> !table.columns.get(part.offset()).type.has(FieldType.NOT_NULL));
      index.globalVersion = !index.unique || nullable ? 1 : 0;
    }
  }

  private void condition(IndexInfo index, KeyDef key) {
    Expr where = key.options().where();
    if (key.kind() == KeyDef.Kind.PRIMARY) {
      throw where.at().error("WHERE behind a primary key", "drop it");
    }
    if (table.partition != null) {
      throw where.at().error("partial index on a partitioned table", "drop WHERE");
    }
    checkCondition(Exprs.unwrapped(where));
    List<IndexInfo.Part> read = new ArrayList<>();
    for (Expr.Column column : Exprs.columns(where)) {
      ColumnInfo info = table.column(column.name());
      if (info == null) {
        throw column.at().error("column '" + column.name() + "' does not exist", "name another");
      }
      read.add(new IndexInfo.Part(info.name, info.offset, FieldType.UNSPECIFIED));
    }
    index.condition = ExprText.stored(where);
    index.conditionColumns = List.copyOf(read);
  }

  /** TiDB takes {@code column IS [NOT] NULL} and the comparison of a column with a literal. */
  private static void checkCondition(Expr where) {
    if (where instanceof Expr.IsNull e && e.operand() instanceof Expr.Column) {
      return;
    }
    if (where instanceof Expr.Binary e
        && e.operator().isComparison()
        && e.operator() != Expr.Operator.NULL_EQ) {
      boolean left = e.left() instanceof Expr.Column && isConstant(e.right());
      boolean right = e.right() instanceof Expr.Column && isConstant(e.left());
      if (left || right) {
        return;
      }
    }
    throw where
        .at()
        .error(
            "condition of a partial index in this form",
            "TiDB takes a column compared with a literal, IS NULL and IS NOT NULL");
  }

  private static boolean isConstant(Expr expr) {
    Literals.Value value = Literals.value(expr);
    return value != null && !value.isNull();
  }

  /** A name for a key without one: its first column, with a number when that is taken. */
  String freeName(KeyDef key) {
    boolean expression = key.parts().stream().anyMatch(part -> part.expr() != null);
    String base = expression ? "expression_index" : key.parts().get(0).column().original();
    String name = base.equalsIgnoreCase(PRIMARY) ? base + "_2" : base;
    for (int number = base.equals(name) ? 2 : 3; isTaken(name); number++) {
      name = base + "_" + number;
    }
    return name;
  }

  private boolean isTaken(String name) {
    return table.index(new Name(name.toLowerCase(Locale.ROOT))) != null;
  }

  /** Marks the columns of an index as the first of a key. */
  static void addFlags(TableInfo table, IndexInfo index) {
    if (index.primary) {
      for (IndexInfo.Part part : index.parts) {
        table.columns.get(part.offset()).type.add(FieldType.PRI_KEY);
      }
      return;
    }
    boolean single = index.unique && index.parts.size() == 1;
    table
        .columns
        .get(index.parts.get(0).offset())
        .type
        .add(single ? FieldType.UNIQUE_KEY : FieldType.MULTIPLE_KEY);
  }

  /** Takes back what {@link #addFlags} did, where no other index wants it. */
  static void removeFlags(TableInfo table, IndexInfo index) {
    ColumnInfo first = table.columns.get(index.parts.get(0).offset());
    if (index.primary) {
      for (IndexInfo.Part part : index.parts) {
        table.columns.get(part.offset()).type.remove(FieldType.PRI_KEY);
      }
    } else if (index.unique && index.parts.size() == 1) {
      first.type.remove(FieldType.UNIQUE_KEY);
    } else {
      first.type.remove(FieldType.MULTIPLE_KEY);
    }
    for (IndexInfo other : table.indexes) {
      if (other != index && other.startsWith(first)) {
        addFlags(table, other);
      }
    }
  }
}
