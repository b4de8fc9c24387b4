package io.thunderhead.tidb;

import io.thunderhead.ddl.Token;
import io.thunderhead.ddl.TokenReader;
import io.thunderhead.tidb.Result.Column;
import io.thunderhead.tidb.Result.Rows;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code SELECT} of values, of columns of system tables, and of counts and literals from users'
 * tables, whose columns it does not read.
 */
final class SelectStatement {
  private final Session session;
  private final TokenReader in;
  private final Values values;
  private final List<Item> items = new ArrayList<>();
  private Condition where;
  private long limit = Long.MAX_VALUE;

  /** A value, a column, or one of the marks below, and the name it is shown under. */
  private record Item(Values.Value value, String column, boolean all, boolean count, String name) {}

  SelectStatement(Session session, TokenReader in) {
    this.session = session;
    this.in = in;
    this.values = new Values(session, in);
  }

  Result run() {
    in.expect("SELECT");
    do {
      items.add(item());
    } while (in.acceptSymbol(","));
    if (!in.accept("FROM")) {
      readLimit();
      Session.requireEnd(in);
      return shown(new Rows(List.of(), List.of(List.of())));
    }
    String database = session.database();
    String table = in.identifier("a table name");
    if (in.acceptSymbol(".")) {
      database = table;
      table = in.memberIdentifier("a table name");
    }
    readRest();
    return shown(rows(database, table));
  }

  private Item item() {
    if (in.acceptSymbol("*")) {
      return new Item(null, null, true, false, "*");
    }
    if (in.at("COUNT") && in.peek(1).isSymbol("(")) {
      in.next();
      in.next();
      String argument = in.next().text();
      if (!argument.equals("*") && !argument.equals("1")) {
        throw SqlError.notTaken("COUNT of " + argument);
      }
      in.expectSymbol(")");
      return new Item(null, null, false, true, alias("COUNT(" + argument + ")"));
    }
    Values.Value value = values.next();
    if (value != null) {
      return new Item(value, null, false, false, alias(value.name()));
    }
    String column = in.identifier("a value or a column");
    while (in.acceptSymbol(".")) {
      column = in.memberIdentifier("a column");
    }
    if (in.atSymbol("(")) {
      throw SqlError.notTaken("function " + column);
    }
    return new Item(null, column, false, false, alias(column));
  }

  private String alias(String name) {
    boolean named = in.accept("AS");
    Token next = in.peek();
    if (named && next.kind() == Token.Kind.STRING) {
      return in.next().text();
    }
    boolean bare = next.kind() == Token.Kind.QUOTED_NAME || (in.atIdentifier() && !in.at("FROM"));
    return named || bare ? in.memberIdentifier("an alias") : name;
  }

  private void readRest() {
    if (in.accept("USE", "INDEX")) {
      in.expectSymbol("(");
      in.expectSymbol(")");
    }
    if (in.accept("WHERE")) {
      where = Condition.read(in, values);
    }
    readLimit();
    Session.requireEnd(in);
  }

  private void readLimit() {
    if (in.accept("LIMIT")) {
      limit = in.unsignedInteger("a number of rows");
    }
  }

  private Rows rows(String database, String table) {
    Rows system =
        database == null
            ? null
            : session.server().system().of(database, table, session.server().variables());
    if (system != null) {
      session.require("SELECT", database, table);
      return where == null ? system : where.filter(system);
    }
    Session.Target target = session.target(database, table);
    session.require("SELECT", database, table);
    if (where != null || items.stream().anyMatch(each -> each.column() != null || each.all())) {
      throw SqlError.notTaken("reading columns of " + database + "." + table);
    }
    boolean counts = items.stream().anyMatch(Item::count);
    long count =
        session.server().backend().countRows(target.table(), counts ? Long.MAX_VALUE : limit);
    List<List<String>> rows = new ArrayList<>();
    if (counts) {
      return new Rows(List.of(), List.of(List.of(String.valueOf(count))));
    }
    for (long i = 0; i < count; i++) {
      rows.add(List.of());
    }
    return new Rows(List.of(), rows);
  }

  private Rows shown(Rows from) {
    if (items.stream().anyMatch(Item::count)) {
      return counted(from);
    }
    List<Column> columns = new ArrayList<>();
    for (Item item : items) {
      if (item.all()) {
        columns.addAll(from.columns());
      } else if (item.value() != null) {
        columns.add(new Column(item.name(), item.value().number()));
      } else {
        columns.add(new Column(item.name(), from.columns().get(position(from, item)).number()));
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (List<String> row : from.rows()) {
      if (rows.size() < limit) {
        rows.add(row(from, row));
      }
    }
    return new Rows(columns, rows);
  }

  private List<String> row(Rows from, List<String> row) {
    List<String> shown = new ArrayList<>();
    for (Item item : items) {
      if (item.all()) {
        shown.addAll(row);
      } else {
        shown.add(item.value() != null ? item.value().text() : row.get(position(from, item)));
      }
    }
    return shown;
  }

  /** A users' table comes as one row with its count; of others, the rows are counted. */
  private Rows counted(Rows from) {
    if (items.size() != 1) {
      throw SqlError.notTaken("COUNT beside other columns");
    }
    boolean known = from.columns().isEmpty();
    String count = known ? from.rows().get(0).get(0) : String.valueOf(from.rows().size());
    return Rows.of(Column.number(items.get(0).name())).add(count);
  }

  private static int position(Rows from, Item item) {
    int position = from.position(item.column());
    if (position < 0) {
      throw new SqlError(
          SqlError.UNKNOWN_COLUMN, "Unknown column '" + item.column() + "' in 'field list'");
    }
    return position;
  }
}
