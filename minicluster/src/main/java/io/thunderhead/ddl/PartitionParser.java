package io.thunderhead.ddl;

import io.thunderhead.ddl.PartitionDef.Definition;
import io.thunderhead.ddl.PartitionDef.Method;
import java.util.ArrayList;
import java.util.List;

/** Reads PARTITION BY and partition definitions. */
final class PartitionParser {
  private final TokenReader in;
  private final ExprParser expressions;

  PartitionParser(TokenReader in, ExprParser expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  /** From behind PARTITION BY. */
  PartitionDef partitionBy() {
    Position at = in.here();
    boolean linear = in.accept("LINEAR");
    Method method = method(linear);
    Expr expr = null;
    List<Name> columns = null;
    if (method == Method.KEY) {
      columns = keyColumns();
    } else if (method != Method.HASH && in.accept("COLUMNS")) {
      columns = columns();
    } else {
      in.expectSymbol("(");
      expr = expressions.expression();
      in.expectSymbol(")");
    }
    if (in.at("INTERVAL")) {
      throw in.notTaken("INTERVAL partitioning", "write the partitions out");
    }
    long count = in.accept("PARTITIONS") ? in.smallInteger("PARTITIONS", 1, 8192) : 0;
    if (in.at("SUBPARTITION")) {
      throw in.notTaken("SUBPARTITION", "TiDB has no subpartitions; leave them out");
    }
    List<Definition> definitions = in.atSymbol("(") ? definitions() : List.of();
    if (in.at("UPDATE")) {
      throw in.notTaken("UPDATE INDEXES", "write GLOBAL behind the index");
    }
    return new PartitionDef(method, expr, columns, count, definitions, at);
  }

  private Method method(boolean linear) {
    for (Method method : Method.values()) {
      if (in.accept(method.name())) {
        if (linear && (method == Method.RANGE || method == Method.LIST)) {
          throw in.unexpected("HASH or KEY behind LINEAR");
        }
        return method;
      }
    }
    throw in.unexpected("RANGE, LIST, HASH or KEY");
  }

  private List<Name> keyColumns() {
    if (in.accept("ALGORITHM")) {
      in.expectSymbol("=");
      in.smallInteger("ALGORITHM", 1, 2);
    }
    if (in.atSymbol("(") && in.peek(1).isSymbol(")")) {
      in.next();
      in.next();
      return List.of();
    }
    return columns();
  }

  private List<Name> columns() {
    in.expectSymbol("(");
    List<Name> columns = new ArrayList<>();
    do {
      columns.add(new Name(in.identifier("a column name")));
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    return List.copyOf(columns);
  }

  List<Definition> definitions() {
    in.expectSymbol("(");
    List<Definition> definitions = new ArrayList<>();
    do {
      definitions.add(definition());
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    return List.copyOf(definitions);
  }

  private Definition definition() {
    Position at = in.here();
    in.expect("PARTITION");
    Name name = new Name(in.identifier("a partition name"));
    List<Expr> lessThan = null;
    List<List<Expr>> values = null;
    if (in.accept("VALUES", "LESS", "THAN")) {
      lessThan = lessThan();
    } else if (in.accept("VALUES", "IN")) {
      values = in();
    } else if (in.accept("DEFAULT")) {
      values = new ArrayList<>();
      values.add(null);
    }
    return new Definition(name, lessThan, values, options(), at);
  }

  private List<Expr> lessThan() {
    List<Expr> bounds = new ArrayList<>();
    if (in.accept("MAXVALUE")) {
      bounds.add(null);
      return bounds;
    }
    in.expectSymbol("(");
    do {
      bounds.add(in.accept("MAXVALUE") ? null : expressions.expression());
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    return bounds;
  }

  private List<List<Expr>> in() {
    in.expectSymbol("(");
    List<List<Expr>> tuples = new ArrayList<>();
    do {
      if (in.accept("DEFAULT")) {
        tuples.add(null);
      } else if (in.atSymbol("(")) {
        tuples.add(expressions.valueList());
      } else {
        tuples.add(List.of(expressions.expression()));
      }
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    return tuples;
  }

  private String options() {
    String comment = "";
    while (true) {
      if (in.accept("COMMENT")) {
        in.acceptSymbol("=");
        comment = in.string("a comment");
      } else if (in.accept("ENGINE") || in.accept("STORAGE", "ENGINE")) {
        in.acceptSymbol("=");
        in.charsetName("an engine");
      } else if (in.at("PLACEMENT")) {
        throw in.notTaken("PLACEMENT POLICY", "leave it out");
      } else if (in.atSymbol(",") || in.atSymbol(")")) {
        return comment;
      } else {
        throw in.notTaken("partition option " + in.peek().described(), "leave it out");
      }
    }
  }
}
