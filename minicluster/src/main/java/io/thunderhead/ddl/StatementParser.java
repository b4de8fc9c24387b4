package io.thunderhead.ddl;

import io.thunderhead.ddl.Statement.TableRef;
import io.thunderhead.ddl.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads one statement after the other. */
final class StatementParser {
  private final TokenReader in;
  private final ColumnParser columns;
  private final KeyParser keys;
  private final PartitionParser partitions;
  private final OptionParser options;
  private final AlterParser alters;

  StatementParser(String sql) {
    in = new TokenReader(Lexer.tokens(sql));
    ExprParser expressions = new ExprParser(in);
    columns = new ColumnParser(in, expressions);
    keys = new KeyParser(in, expressions, columns);
    partitions = new PartitionParser(in, expressions);
    options = new OptionParser(in, expressions);
    alters = new AlterParser(in, columns, keys, partitions, options);
  }

  /**
   * The statements up to the next semicolon (SET has one for each assignment), or null at the end.
   */
  List<Statement> next() {
    while (in.acceptSymbol(";")) {
      // an empty statement
    }
    if (in.atEnd()) {
      return null;
    }
    List<Statement> statements = in.at("SET") ? set() : List.of(statement());
    if (!in.atStatementEnd()) {
      throw in.unexpected("the end of the statement");
    }
    return statements;
  }

  private Statement statement() {
    Token token = in.peek();
    if (in.accept("CREATE")) {
      return create(token.at());
    } else if (in.accept("DROP")) {
      return drop(token.at());
    } else if (in.accept("ALTER")) {
      return alter(token.at());
    } else if (in.accept("TRUNCATE")) {
      in.accept("TABLE");
      return new Statement.TruncateTable(keys.tableRef(), token.at());
    } else if (in.accept("RENAME", "TABLE")) {
      return rename(token.at());
    } else if (in.accept("USE")) {
      return new Statement.Use(new Name(in.identifier("a database name")), token.at());
    }
    throw in.notTaken(
        "statement " + token.described(), "CREATE, ALTER, DROP, TRUNCATE, RENAME, USE and SET are");
  }

  private boolean acceptDatabase() {
    return in.accept("DATABASE") || in.accept("SCHEMA");
  }

  private Statement create(Position at) {
    if (acceptDatabase()) {
      boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
      Name name = new Name(in.identifier("a database name"));
      return new Statement.CreateDatabase(name, ifNotExists, options.databaseOptions(), at);
    } else if (in.accept("TABLE")) {
      return createTable(at);
    } else if (in.accept("UNIQUE", "INDEX")) {
      return createIndex(KeyDef.Kind.UNIQUE, at);
    } else if (in.accept("INDEX")) {
      return createIndex(KeyDef.Kind.INDEX, at);
    }
    throw in.notTaken("CREATE " + in.peek().text(), "CREATE DATABASE, TABLE and INDEX are");
  }

  private Statement createIndex(KeyDef.Kind kind, Position at) {
    TableRef[] table = new TableRef[1];
    AlterSpec.AddKey spec = keys.createIndex(kind, at, table);
    ignoreAlgorithm();
    return new Statement.AlterTable(table[0], List.of(spec), at);
  }

  private void ignoreAlgorithm() {
    while (in.atAny("ALGORITHM", "LOCK")) {
      in.next();
      in.acceptSymbol("=");
      in.next();
    }
  }

  private Statement createTable(Position at) {
    boolean ifNotExists = in.accept("IF", "NOT", "EXISTS");
    TableRef table = keys.tableRef();
    boolean bracketed = in.atSymbol("(") && in.peek(1).isWord("LIKE");
    if (bracketed) {
      in.next();
    }
    if (in.accept("LIKE")) {
      TableRef source = keys.tableRef();
      if (bracketed) {
        in.expectSymbol(")");
      }
      return new Statement.CreateTableLike(table, ifNotExists, source, at);
    }
    List<ColumnDef> columnDefs = new ArrayList<>();
    List<KeyDef> keyDefs = new ArrayList<>();
    in.expectSymbol("(");
    do {
      if (keys.atKey()) {
        keyDefs.add(keys.key());
      } else {
        columnDefs.add(columns.column());
      }
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    List<TableOption> tableOptions = options.options();
    PartitionDef partition = in.accept("PARTITION", "BY") ? partitions.partitionBy() : null;
    if (in.atAny("SELECT", "AS", "IGNORE", "REPLACE", "WITH")) {
      throw in.notTaken("CREATE TABLE ... SELECT", "create the table, then load it");
    }
    if (in.atAny("PLACEMENT", "STATS_BUCKETS", "STATS_TOPN", "STATS_AUTO_RECALC", "ON", "UNION")
        || in.peek().kind() == Kind.WORD) {
      throw in.notTaken("table option " + in.peek().described(), "leave it out");
    }
    return new Statement.CreateTable(
        table,
        ifNotExists,
        List.copyOf(columnDefs),
        List.copyOf(keyDefs),
        tableOptions,
        partition,
        at);
  }

  private Statement drop(Position at) {
    if (acceptDatabase()) {
      boolean ifExists = in.accept("IF", "EXISTS");
      return new Statement.DropDatabase(new Name(in.identifier("a database name")), ifExists, at);
    } else if (in.accept("TABLE") || in.accept("TABLES")) {
      boolean ifExists = in.accept("IF", "EXISTS");
      List<TableRef> tables = new ArrayList<>();
      do {
        tables.add(keys.tableRef());
      } while (in.acceptSymbol(","));
      if (!in.accept("RESTRICT")) {
        in.accept("CASCADE");
      }
      return new Statement.DropTables(List.copyOf(tables), ifExists, at);
    } else if (in.accept("INDEX")) {
      boolean ifExists = in.accept("IF", "EXISTS");
      Name name = new Name(in.identifier("an index name"));
      in.expect("ON");
      TableRef table = keys.tableRef();
      ignoreAlgorithm();
      return new Statement.AlterTable(
          table, List.of(new AlterSpec.DropIndex(name, ifExists, at)), at);
    }
    throw in.notTaken("DROP " + in.peek().text(), "DROP DATABASE, TABLE and INDEX are");
  }

  private Statement alter(Position at) {
    if (acceptDatabase()) {
      String name = null;
      if (in.atIdentifier() && !in.atAny("CHARSET", "ENCRYPTION", "PLACEMENT")) {
        name = in.identifier("a database name");
      }
      return new Statement.AlterDatabase(name, options.databaseOptions(), at);
    }
    in.accept("IGNORE");
    if (!in.accept("TABLE")) {
      throw in.notTaken("ALTER " + in.peek().text(), "ALTER DATABASE and TABLE are");
    }
    TableRef table = keys.tableRef();
    return new Statement.AlterTable(table, alters.specs(), at);
  }

  private Statement rename(Position at) {
    List<Statement.Rename> renames = new ArrayList<>();
    do {
      TableRef from = keys.tableRef();
      in.expect("TO");
      renames.add(new Statement.Rename(from, keys.tableRef()));
    } while (in.acceptSymbol(","));
    return new Statement.RenameTables(List.copyOf(renames), at);
  }

  private List<Statement> set() {
    Position at = in.next().at();
    if (in.atAny("NAMES", "CHARACTER", "CHARSET", "TRANSACTION", "PASSWORD", "ROLE", "DEFAULT")) {
      skipValue(false);
      return List.of(new Statement.Ignored(at));
    }
    List<Statement> assignments = new ArrayList<>();
    do {
      assignments.add(assignment());
    } while (in.acceptSymbol(","));
    return assignments;
  }

  private Statement assignment() {
    Token token = in.next();
    boolean global = token.isWord("GLOBAL") || token.isWord("PERSIST");
    if (global || token.isWord("SESSION") || token.isWord("LOCAL")) {
      token = in.next();
    }
    String name = token.text();
    if (name.startsWith("@@")) {
      String rest = name.substring(2);
      global = rest.toLowerCase(Locale.ROOT).startsWith("global.");
      name = rest.substring(rest.indexOf('.') + 1);
    }
    if (!in.acceptSymbol("=") && !in.acceptSymbol(":=")) {
      throw in.unexpected("'='");
    }
    String value = in.peek().text();
    boolean plain = skipValue(true) == 1;
    if (name.startsWith("@") || !plain) {
      return new Statement.Ignored(token.at());
    }
    return new Statement.SetVariable(global, name, value, token.at());
  }

  /** Skips to the end of the statement or to a comma outside brackets; returns tokens skipped. */
  private int skipValue(boolean stopAtComma) {
    int depth = 0;
    int skipped = 0;
    while (!in.atStatementEnd() && !(stopAtComma && depth == 0 && in.atSymbol(","))) {
      Token token = in.next();
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      skipped++;
    }
    return skipped;
  }
}
