package io.thunderhead.ddl;

import io.thunderhead.ddl.ColumnDef.Option;
import io.thunderhead.ddl.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads column definitions. */
final class ColumnParser {
  private final TokenReader in;
  private final ExprParser expressions;
  private final TypeParser types;

  ColumnParser(TokenReader in, ExprParser expressions) {
    this.in = in;
    this.expressions = expressions;
    this.types = new TypeParser(in);
  }

  ColumnDef column() {
    Position at = in.here();
    Name name = columnName();
    List<Option> options = new ArrayList<>();
    FieldType type;
    if (in.accept("SERIAL")) {
      type = new FieldType(FieldType.LONGLONG);
      type.add(FieldType.UNSIGNED);
      options.add(new Option.NotNull());
      options.add(new Option.AutoIncrement());
      options.add(new Option.Unique(false));
    } else {
      type = types.type();
    }
    Option option = option();
    while (option != null) {
      options.add(option);
      option = option();
    }
    return new ColumnDef(name, type, List.copyOf(options), at);
  }

  /** A column, with the table's name in front or not. */
  Name columnName() {
    String name = in.identifier("a column name");
    while (in.acceptSymbol(".")) {
      name = in.memberIdentifier("a column name");
    }
    return new Name(name);
  }

  private Option option() {
    Token token = in.peek();
    if (token.kind() != Kind.WORD) {
      return null;
    }
    if (in.accept("NOT", "NULL")) {
      return new Option.NotNull();
    } else if (in.accept("NULL")) {
      return new Option.Nullable();
    } else if (in.accept("AUTO_INCREMENT")) {
      return new Option.AutoIncrement();
    } else if (in.accept("AUTO_RANDOM")) {
      return autoRandom(token.at());
    } else if (in.accept("DEFAULT")) {
      return new Option.Default(defaultValue());
    } else if (in.accept("ON", "UPDATE")) {
      return new Option.OnUpdate(now());
    } else if (in.accept("COMMENT")) {
      return new Option.Comment(in.string("a comment"));
    } else if (in.accept("COLLATE")) {
      return new Option.Collate(
          Charsets.collation(in.charsetName("collation"), token.at()), token.at());
    }
    return keyOption(token);
  }

  private Option keyOption(Token token) {
    if (in.accept("PRIMARY", "KEY") || in.accept("KEY")) {
      return primaryKey();
    } else if (in.accept("PRIMARY")) {
      return primaryKey();
    } else if (in.accept("UNIQUE")) {
      in.accept("KEY");
      return new Option.Unique(global());
    } else if (in.accept("GENERATED", "ALWAYS", "AS") || in.accept("AS")) {
      return generated();
    } else if (in.at("CONSTRAINT") || in.at("CHECK")) {
      return check(token.at());
    } else if (in.at("REFERENCES")) {
      throw in.notTaken("REFERENCES behind a column", "TiDB gives it no effect; write FOREIGN KEY");
    } else if (in.accept("COLUMN_FORMAT")) {
      return withoutEffect("DEFAULT", "FIXED", "DYNAMIC");
    } else if (in.accept("STORAGE")) {
      return withoutEffect("DEFAULT", "DISK", "MEMORY");
    } else if (in.at("SERIAL") || in.at("INVISIBLE") || in.at("VISIBLE") || in.at("SRID")) {
      throw in.notTaken("column option " + token.text(), "leave it out");
    }
    return null;
  }

  private Option withoutEffect(String... values) {
    if (!in.atAny(values)) {
      throw in.unexpected(String.join(", ", values));
    }
    in.next();
    return option();
  }

  private Option.AutoRandom autoRandom(Position at) {
    int shard = 0;
    int range = 0;
    if (in.acceptSymbol("(")) {
      shard = in.smallInteger("shard bits of AUTO_RANDOM", 1, 15);
      if (in.acceptSymbol(",")) {
        range = in.smallInteger("range bits of AUTO_RANDOM", 32, 64);
      }
      in.expectSymbol(")");
    }
    return new Option.AutoRandom(shard, range, at);
  }

  private Option.PrimaryKey primaryKey() {
    Boolean clustered = clustered();
    return new Option.PrimaryKey(clustered, global());
  }

  private Boolean clustered() {
    if (in.accept("CLUSTERED")) {
      return Boolean.TRUE;
    }
    return in.accept("NONCLUSTERED") ? Boolean.FALSE : null;
  }

  private boolean global() {
    if (in.accept("GLOBAL")) {
      return true;
    }
    in.accept("LOCAL");
    return false;
  }

  private Option.Generated generated() {
    in.expectSymbol("(");
    Expr expr = expressions.expression();
    in.expectSymbol(")");
    boolean stored = in.accept("STORED");
    if (!stored) {
      in.accept("VIRTUAL");
    }
    return new Option.Generated(expr, stored);
  }

  private Option.Check check(Position at) {
    String name = "";
    if (in.accept("CONSTRAINT") && !in.at("CHECK")) {
      name = in.identifier("a constraint name");
    }
    in.expect("CHECK");
    in.expectSymbol("(");
    Expr condition = expressions.expression();
    in.expectSymbol(")");
    return new Option.Check(name, condition, enforced(), at);
  }

  boolean enforced() {
    if (in.accept("NOT", "ENFORCED")) {
      return false;
    }
    in.accept("ENFORCED");
    return true;
  }

  /** TiDB's DEFAULT takes a literal with a sign, the current time, or a function call. */
  Expr defaultValue() {
    Position at = in.here();
    if (in.atSymbol("-") || in.atSymbol("+")) {
      boolean minus = in.next().text().equals("-");
      Expr number = expressions.literal();
      if (!(number instanceof Expr.Int)
          && !(number instanceof Expr.Decimal)
          && !(number instanceof Expr.Real)) {
        throw at.error("a sign without a number", "write a number");
      }
      return new Expr.Unary(minus ? Expr.Operator.MINUS : Expr.Operator.PLUS, number, at);
    }
    Expr literal = expressions.literal();
    if (literal != null) {
      return literal;
    }
    if (in.at("NEXT") || in.at("NEXTVAL")) {
      throw in.notTaken("a sequence as default", "sequences are not known here");
    }
    if (isNow()) {
      return now();
    }
    Expr expr = Exprs.unwrapped(expressions.bitOr());
    if (!(expr instanceof Expr.Call)) {
      throw at.error(
          "DEFAULT takes a literal, the current time or a function call", "write one of them");
    }
    return expr;
  }

  private boolean isNow() {
    int start = 0;
    while (in.peek(start).isSymbol("(")) {
      start++;
    }
    Token token = in.peek(start);
    return token.isWord("CURRENT_TIMESTAMP")
        || token.isWord("NOW")
        || token.isWord("LOCALTIME")
        || token.isWord("LOCALTIMESTAMP")
        || token.isWord("CURRENT_DATE")
        || token.isWord("CURDATE");
  }

  /** The synonyms of the current time as a call of one name, with its fraction digits if any. */
  private Expr now() {
    Position at = in.here();
    if (in.acceptSymbol("(")) {
      Expr inner = now();
      in.expectSymbol(")");
      return inner;
    }
    if (!isNow()) {
      throw in.unexpected("CURRENT_TIMESTAMP");
    }
    boolean date = in.at("CURRENT_DATE") || in.at("CURDATE");
    boolean needsBrackets = in.at("NOW") || in.at("CURDATE");
    in.next();
    List<Expr> args = new ArrayList<>();
    if (needsBrackets && !in.atSymbol("(")) {
      throw in.unexpected("'('");
    }
    if (in.acceptSymbol("(")) {
      if (!date && !in.atSymbol(")")) {
        args.add(expressions.literal());
      }
      in.expectSymbol(")");
    }
    return new Expr.Call(date ? "CURRENT_DATE" : "CURRENT_TIMESTAMP", args, at);
  }
}
