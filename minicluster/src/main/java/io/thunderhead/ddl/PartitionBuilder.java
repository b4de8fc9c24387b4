package io.thunderhead.ddl;

import io.thunderhead.ddl.PartitionDef.Definition;
import io.thunderhead.ddl.PartitionDef.Method;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Builds how a table is partitioned, kv-encoding 6.4 and 7. Ids are given later. */
final class PartitionBuilder {
  private static final int MAX_PARTITIONS = 8192;
  private static final String MAXVALUE = "MAXVALUE";

  /** kv-encoding 7.7. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "to_days",
          "to_seconds",
          "dayofmonth",
          "month",
          "dayofyear",
          "quarter",
          "yearweek",
          "year",
          "weekday",
          "dayofweek",
          "day",
          "hour",
          "minute",
          "second",
          "time_to_sec",
          "microsecond",
          "unix_timestamp",
          "from_days",
          "extract",
          "abs",
          "ceiling",
          "datediff",
          "floor",
          "mod");

  private final TableInfo table;
  private final Settings settings;

  PartitionBuilder(TableInfo table, Settings settings) {
    this.table = table;
    this.settings = settings;
  }

  PartitionInfo build(PartitionDef def) {
    String expr = "";
    List<String> exprColumns = List.of();
    List<Name> columns = null;
    if (def.expr() != null) {
      checkFunction(def);
      expr = ExprText.partition(def.expr());
      exprColumns = List.copyOf(Exprs.columnNames(def.expr()));
    } else {
      columns = columns(def);
    }
    boolean ranged = def.method() == Method.RANGE || def.method() == Method.LIST;
    if (ranged && def.definitions().isEmpty()) {
      throw def.at().error(def.method() + " partitions are not defined", "define each of them");
    }
    boolean counted = def.count() != 0;
    if (counted && !def.definitions().isEmpty() && def.count() != def.definitions().size()) {
      throw def.at()
          .error(
              "PARTITIONS " + def.count() + " and " + def.definitions().size() + " definitions",
              "write the same number");
    }
    long count = counted ? def.count() : Math.max(1, def.definitions().size());
    PartitionInfo info =
        new PartitionInfo(
            def.method(),
            expr,
            exprColumns,
            columns,
            def.columns() != null && def.columns().isEmpty(),
            count);
    info.definitions = definitions(info, def.definitions(), def.at());
    checkDefinitions(info, def.at());
    return info;
  }

  private void checkFunction(PartitionDef def) {
    Exprs.visit(
        def.expr(),
        e -> {
          if (e instanceof Expr.Call call
              && !FUNCTIONS.contains(call.name().toLowerCase(Locale.ROOT))) {
            throw e.at()
                .error(
                    "function " + call.name() + " in a partition function",
                    "TiDB takes " + String.join(", ", FUNCTIONS.stream().sorted().toList()));
          }
          checkOperator(e);
          if (e instanceof Expr.Column column && table.column(column.name()) == null) {
            throw e.at().error("column '" + column.name() + "' does not exist", "name a column");
          }
        });
    if (Exprs.columns(def.expr()).isEmpty()) {
      throw def.at().error("partition function without a column", "name one");
    }
    Expr top = Exprs.unwrapped(def.expr());
    if (top instanceof Expr.Column column) {
      FieldType type = table.column(column.name()).type;
      if (!type.isInteger() && type.type != FieldType.YEAR && type.type != FieldType.BIT) {
        throw top.at()
            .error(
                "partition column '" + column.name() + "' of type " + type.described(),
                "use an integer, a function of it, or the COLUMNS form");
      }
    }
  }

  private static void checkOperator(Expr e) {
    boolean taken =
        e instanceof Expr.Binary b
            ? b.operator().isArithmetic()
            : !(e instanceof Expr.Unary u) || u.operator().isArithmetic();
    if (!taken || e instanceof Expr.Case || e instanceof Expr.Cast) {
      throw e.at().error("operator in a partition function", "TiDB takes + - * DIV and %");
    }
  }

  private List<Name> columns(PartitionDef def) {
    List<Name> columns = new ArrayList<>(def.columns());
    if (columns.isEmpty()) {
      columns.addAll(primaryColumns(def));
    }
    Set<String> seen = new HashSet<>();
    for (Name name : columns) {
      ColumnInfo column = table.column(name);
      if (column == null) {
        throw def.at().error("partition column '" + name + "' does not exist", "name a column");
      }
      if (!seen.add(name.lower())) {
        throw def.at().error("partition column '" + name + "' stands twice", "drop one");
      }
      if (!isAllowed(def.method(), column.type)) {
        throw def.at()
            .error(
                "partition column '" + name + "' of type " + column.type.described(),
                "use another column");
      }
    }
    return List.copyOf(columns);
  }

  private List<Name> primaryColumns(PartitionDef def) {
    if (table.pkIsHandle) {
      return List.of(table.handleColumn().name);
    }
    IndexInfo primary = table.primaryIndex();
    if (primary == null) {
      primary =
          table.indexes.stream().filter(i -> i.unique && allNotNull(i)).findFirst().orElse(null);
    }
    if (primary == null) {
      throw def.at().error("PARTITION BY KEY() of a table without a primary key", "name columns");
    }
    return primary.parts.stream().map(IndexInfo.Part::name).toList();
  }

  private boolean allNotNull(IndexInfo index) {
    return index.parts.stream()
        .map(part -> table.columns.get(part.offset()))
        .allMatch(column -> !column.hidden && column.type.has(FieldType.NOT_NULL));
  }

  private static boolean isAllowed(Method method, FieldType type) {
    if (method == Method.KEY) {
      return !type.isBlob() && type.type != FieldType.JSON && type.type != FieldType.VECTOR;
    }
    return type.isInteger()
        || type.isChar()
        || type.type == FieldType.DATE
        || type.type == FieldType.DATETIME
        || type.type == FieldType.DURATION;
  }

  /** Definitions as written, without ids; those of HASH and KEY may be left out. */
  List<PartitionInfo.Definition> definitions(
      PartitionInfo info, List<Definition> defs, Position at) {
    List<PartitionInfo.Definition> built = new ArrayList<>();
    if (info.method == Method.HASH || info.method == Method.KEY) {
      for (int i = 0; i < info.count; i++) {
        boolean named = i < defs.size();
        Name name = named ? defs.get(i).name() : new Name("p" + i);
        built.add(
            new PartitionInfo.Definition(0, name, null, null, named ? defs.get(i).comment() : ""));
        if (named && (defs.get(i).lessThan() != null || defs.get(i).in() != null)) {
          throw defs.get(i).at().error("VALUES in a " + info.method + " partition", "drop it");
        }
      }
      return built;
    }
    for (Definition def : defs) {
      List<String> lessThan = info.method == Method.RANGE ? lessThan(info, def) : null;
      List<List<String>> in = info.method == Method.LIST ? in(info, def) : null;
      built.add(new PartitionInfo.Definition(0, def.name(), lessThan, in, def.comment()));
    }
    if (built.isEmpty()) {
      throw at.error("no partition is defined", "define one");
    }
    return built;
  }

  private List<String> lessThan(PartitionInfo info, Definition def) {
    if (def.lessThan() == null) {
      throw def.at().error("RANGE partition '" + def.name() + "'", "write VALUES LESS THAN");
    }
    int width = info.columns == null ? 1 : info.columns.size();
    if (def.lessThan().size() != width) {
      throw def.at()
          .error(
              "partition '" + def.name() + "' has " + def.lessThan().size() + " values",
              "write " + width);
    }
    List<String> bounds = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Expr bound = def.lessThan().get(i);
      String text = bound == null ? MAXVALUE : value(info, i, bound);
      if (text.equals("NULL")) {
        throw bound.at().error("NULL as a bound of RANGE", "write a value or MAXVALUE");
      }
      bounds.add(text);
    }
    return bounds;
  }

  private List<List<String>> in(PartitionInfo info, Definition def) {
    if (def.in() == null) {
      throw def.at().error("LIST partition '" + def.name() + "'", "write VALUES IN");
    }
    int width = info.columns == null ? 1 : info.columns.size();
    List<List<String>> tuples = new ArrayList<>();
    for (List<Expr> tuple : def.in()) {
      if (tuple == null) {
        tuples.add(List.of("DEFAULT"));
        continue;
      }
      if (tuple.size() != width) {
        throw def.at()
            .error(
                "partition '" + def.name() + "' has a value of " + tuple.size() + " parts",
                "write " + width);
      }
      List<String> values = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        values.add(value(info, i, tuple.get(i)));
      }
      tuples.add(values);
    }
    return tuples;
  }

  /** A value as the SQL text that TiDB keeps: whole numbers bare, all else in quotes. */
  private String value(PartitionInfo info, int i, Expr expr) {
    FieldType type = info.columns == null ? null : table.column(info.columns.get(i)).type;
    if (type == null || type.isInteger()) {
      BigInteger number = integer(type, expr);
      return number == null ? "NULL" : number.toString();
    }
    Literals.Value literal = Literals.value(expr);
    if (literal == null) {
      throw expr.at().error("partition value is no literal", "write a literal");
    }
    if (literal.isNull()) {
      return "NULL";
    }
    String text = literal.text();
    if (type.isTime()) {
      text = TimeText.dateTime(text, type, settings.timeZone);
    } else if (type.type == FieldType.DURATION) {
      text = TimeText.duration(text, type.decimal);
    } else if (type.charset.equals(Charsets.BINARY)) {
      byte[] bytes =
          literal.value() instanceof byte[] raw ? raw : text.getBytes(StandardCharsets.UTF_8);
      return "_binary 0x" + HexFormat.of().formatHex(bytes);
    }
    if (text == null) {
      throw expr.at()
          .error("partition value is no " + type.described(), "write a value of that type");
    }
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private BigInteger integer(FieldType type, Expr expr) {
    BigInteger number;
    if (type != null && Literals.value(expr) != null) {
      Literals.Value literal = Literals.value(expr);
      number = literal.isNull() ? null : Literals.integer(literal);
      if (!literal.isNull() && number == null) {
        throw expr.at().error("partition value is no integer", "write an integer");
      }
    } else {
      number = new Constants(settings.timeZone).integer(expr);
    }
    if (number != null && type != null && !Literals.fits(number, type)) {
      throw expr.at()
          .error(
              "partition value " + number + " does not fit " + type.described(), "write another");
    }
    return number;
  }

  /** Names and values are unique, bounds of whole numbers rise, MAXVALUE comes last. */
  void checkDefinitions(PartitionInfo info, Position at) {
    if (info.definitions.size() > MAX_PARTITIONS) {
      throw at.error(info.definitions.size() + " partitions", "expected at most " + MAX_PARTITIONS);
    }
    Set<String> names = new HashSet<>();
    Set<List<String>> values = new HashSet<>();
    BigInteger last = null;
    for (int i = 0; i < info.definitions.size(); i++) {
      PartitionInfo.Definition def = info.definitions.get(i);
      if (!names.add(def.name().lower())) {
        throw at.error("partition name '" + def.name() + "' stands twice", "rename one");
      }
      for (List<String> tuple : def.in() == null ? List.<List<String>>of() : def.in()) {
        if (!values.add(tuple)) {
          throw at.error("value " + tuple + " is in two partitions", "drop one");
        }
      }
      boolean wholeNumbers =
          def.lessThan() != null
              && (info.columns == null
                  || (info.columns.size() == 1
                      && table.column(info.columns.get(0)).type.isInteger()));
      if (wholeNumbers) {
        last = rising(def, last, i == info.definitions.size() - 1, at);
      }
    }
  }

  private static BigInteger rising(
      PartitionInfo.Definition def, BigInteger last, boolean isLast, Position at) {
    String bound = def.lessThan().get(0);
    if (bound.equals(MAXVALUE)) {
      if (!isLast) {
        throw at.error("MAXVALUE in partition '" + def.name() + "'", "only the last may have it");
      }
      return last;
    }
    BigInteger value = new BigInteger(bound);
    if (last != null && value.compareTo(last) <= 0) {
      throw at.error(
          "bound " + value + " of partition '" + def.name() + "' is not above " + last,
          "let bounds rise");
    }
    return value;
  }

  /** Every unique key has to hold all partition columns, or to be GLOBAL. */
  void checkUniqueKeys(Position at) {
    List<String> keyColumns = table.partition.keyColumns();
    if (table.pkIsHandle && !keyColumns.equals(List.of(table.handleColumn().name.lower()))) {
      throw uncovered("the clustered primary key", at, false);
    }
    for (IndexInfo index : table.indexes) {
      if (!index.condition.isEmpty()) {
        throw at.error("partial index '" + index.name + "' on a partitioned table", "drop WHERE");
      }
      if (index.global && index.primary && table.commonHandle) {
        throw at.error("GLOBAL clustered primary key", "drop GLOBAL or say NONCLUSTERED");
      }
      if (index.unique && !index.global && !covers(index, keyColumns)) {
        throw uncovered(
            "unique index '" + index.name + "'", at, !index.primary || !table.commonHandle);
      }
    }
  }

  private static boolean covers(IndexInfo index, List<String> keyColumns) {
    return keyColumns.stream()
        .allMatch(
            column ->
                index.parts.stream().anyMatch(p -> p.name().matches(column) && p.length() < 0));
  }

  private static DdlException uncovered(String what, Position at, boolean mayBeGlobal) {
    return at.error(
        what + " does not hold all partition columns",
        mayBeGlobal ? "add them or say GLOBAL" : "add them or say NONCLUSTERED GLOBAL");
  }
}
