package io.thunderhead.ddl;

import io.thunderhead.ddl.KeyDef.Kind;
import io.thunderhead.ddl.KeyDef.Options;
import io.thunderhead.ddl.KeyDef.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads keys and constraints of CREATE TABLE, ALTER TABLE ADD and CREATE INDEX. */
final class KeyParser {
  private final TokenReader in;
  private final ExprParser expressions;
  private final ColumnParser columns;

  KeyParser(TokenReader in, ExprParser expressions, ColumnParser columns) {
    this.in = in;
    this.expressions = expressions;
    this.columns = columns;
  }

  /** Whether a key, not a column, starts here. */
  boolean atKey() {
    if (in.at("VECTOR") || in.at("COLUMNAR")) {
      return in.peek(1).isWord("INDEX") || in.peek(1).isWord("KEY");
    }
    return in.atAny(
        "CONSTRAINT",
        "PRIMARY",
        "UNIQUE",
        "KEY",
        "INDEX",
        "FOREIGN",
        "CHECK",
        "FULLTEXT",
        "SPATIAL");
  }

  KeyDef key() {
    Position at = in.here();
    String name = "";
    if (in.accept("CONSTRAINT") && !in.atAny("PRIMARY", "UNIQUE", "FOREIGN", "CHECK")) {
      name = in.identifier("a constraint name");
    }
    if (in.accept("PRIMARY", "KEY")) {
      return primary(name, at);
    } else if (in.accept("UNIQUE")) {
      if (!in.accept("KEY")) {
        in.accept("INDEX");
      }
      return named(Kind.UNIQUE, name, at);
    } else if (in.accept("KEY") || in.accept("INDEX")) {
      return named(Kind.INDEX, name, at);
    } else if (in.accept("FOREIGN", "KEY")) {
      return foreign(name, at);
    } else if (in.accept("CHECK")) {
      in.expectSymbol("(");
      Expr condition = expressions.expression();
      in.expectSymbol(")");
      return KeyDef.check(name, condition, columns.enforced(), null, at);
    } else if (in.atAny("FULLTEXT", "SPATIAL", "VECTOR", "COLUMNAR")) {
      throw in.notTaken(
          in.peek().text().toUpperCase(Locale.ROOT) + " index",
          "it has no keys in TiKV; leave it out");
    }
    throw in.unexpected("a key");
  }

  private KeyDef primary(String constraintName, Position at) {
    int type = usingType();
    if (!in.atSymbol("(")) {
      in.identifier("an index name");
    }
    type = Math.max(type, usingType());
    return KeyDef.index(Kind.PRIMARY, constraintName, parts(), options(type), false, at);
  }

  private KeyDef named(Kind kind, String constraintName, Position at) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    String name = constraintName;
    int type = usingType();
    if (!in.atSymbol("(") && !atType()) {
      name = in.identifier("an index name");
    }
    type = Math.max(type, usingType());
    return KeyDef.index(kind, name, parts(), options(type), ifNotExists, at);
  }

  /** CREATE [UNIQUE] INDEX, from the name on; the table stands between name and parts. */
  AlterSpec.AddKey createIndex(Kind kind, Position at, Statement.TableRef[] table) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    String name = in.identifier("an index name");
    int type = usingType();
    in.expect("ON");
    table[0] = tableRef();
    return new AlterSpec.AddKey(
        KeyDef.index(kind, name, parts(), options(type), ifNotExists, at), at);
  }

  Statement.TableRef tableRef() {
    Position at = in.here();
    String first = in.identifier("a table name");
    if (in.acceptSymbol(".")) {
      return new Statement.TableRef(first, new Name(in.memberIdentifier("a table name")), at);
    }
    return new Statement.TableRef(null, new Name(first), at);
  }

  List<Part> parts() {
    in.expectSymbol("(");
    List<Part> parts = new ArrayList<>();
    do {
      parts.add(part());
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    return List.copyOf(parts);
  }

  private Part part() {
    Position at = in.here();
    Part part;
    if (in.acceptSymbol("(")) {
      Expr expr = expressions.expression();
      in.expectSymbol(")");
      part = new Part(null, FieldType.UNSPECIFIED, expr, at);
    } else {
      Name column = columns.columnName();
      int length = FieldType.UNSPECIFIED;
      if (in.acceptSymbol("(")) {
        length = in.smallInteger("prefix length", 1, Integer.MAX_VALUE);
        in.expectSymbol(")");
      }
      part = new Part(column, length, null, at);
    }
    in.accept("ASC");
    if (in.at("DESC")) {
      throw in.notTaken("descending key part", "write it ascending");
    }
    return part;
  }

  /** TYPE is an index name as well. */
  private boolean atType() {
    Token kind = in.peek(1);
    return in.at("USING")
        || (in.at("TYPE") && (kind.isWord("BTREE") || kind.isWord("HASH") || kind.isWord("RTREE")));
  }

  private int usingType() {
    if (!atType()) {
      return 0;
    }
    in.next();
    if (in.accept("BTREE")) {
      return 1;
    } else if (in.accept("HASH")) {
      return 2;
    } else if (in.accept("RTREE")) {
      return 3;
    }
    throw in.notTaken("index type " + in.peek().text(), "write BTREE or leave it out");
  }

  private Options options(int usingBefore) {
    Boolean clustered = null;
    int type = usingBefore;
    String comment = "";
    boolean invisible = false;
    boolean global = false;
    Expr where = null;
    while (true) {
      if (atType()) {
        type = usingType();
      } else if (in.accept("CLUSTERED")) {
        clustered = true;
      } else if (in.accept("NONCLUSTERED")) {
        clustered = false;
      } else if (in.accept("COMMENT")) {
        comment = in.string("a comment");
      } else if (in.accept("INVISIBLE")) {
        invisible = true;
      } else if (in.accept("VISIBLE")) {
        invisible = false;
      } else if (in.accept("GLOBAL")) {
        global = true;
      } else if (in.accept("LOCAL")) {
        global = false;
      } else if (in.accept("WHERE")) {
        where = expressions.expression();
      } else if (in.accept("KEY_BLOCK_SIZE")) {
        in.acceptSymbol("=");
        in.unsignedInteger("KEY_BLOCK_SIZE");
      } else if (in.atAny("WITH", "PRE_SPLIT_REGIONS", "ADD_COLUMNAR_REPLICA_ON_DEMAND")) {
        throw in.notTaken("index option " + in.peek().text(), "leave it out");
      } else {
        return new Options(clustered, type, comment, invisible, global, where);
      }
    }
  }

  private KeyDef foreign(String constraintName, Position at) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    String name = constraintName;
    if (!in.atSymbol("(")) {
      String index = in.identifier("an index name");
      name = name.isEmpty() ? index : name;
    }
    List<Part> parts = parts();
    in.expect("REFERENCES");
    Statement.TableRef table = tableRef();
    List<Name> refColumns = new ArrayList<>();
    for (Part part : parts()) {
      refColumns.add(part.column());
    }
    if (in.accept("MATCH")) {
      throw in.notTaken("MATCH of a foreign key", "leave it out");
    }
    int onDelete = 0;
    int onUpdate = 0;
    while (in.at("ON")) {
      in.next();
      if (in.accept("DELETE")) {
        onDelete = action();
      } else {
        in.expect("UPDATE");
        onUpdate = action();
      }
    }
    return new KeyDef(
        Kind.FOREIGN,
        name,
        parts,
        Options.NONE,
        new KeyDef.Reference(table, List.copyOf(refColumns), onDelete, onUpdate),
        null,
        ifNotExists,
        at);
  }

  private int action() {
    if (in.accept("RESTRICT")) {
      return 1;
    } else if (in.accept("CASCADE")) {
      return 2;
    } else if (in.accept("SET", "NULL")) {
      return 3;
    } else if (in.accept("NO", "ACTION")) {
      return 4;
    } else if (in.accept("SET", "DEFAULT")) {
      return 5;
    }
    throw in.unexpected("RESTRICT, CASCADE, SET NULL, NO ACTION or SET DEFAULT");
  }
}
