package io.thunderhead.tidb;

import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.ddl.TokenReader;
import io.thunderhead.tidb.Result.Column;
import io.thunderhead.tidb.Result.Rows;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** {@code SHOW} of variables, warnings, grants, databases, tables and next row ids. */
final class ShowStatement {
  private final Session session;
  private final TokenReader in;

  ShowStatement(Session session, TokenReader in) {
    this.session = session;
    this.in = in;
  }

  Result run() {
    in.expect("SHOW");
    boolean global = in.accept("GLOBAL");
    if (global || in.accept("SESSION") || in.accept("LOCAL") || in.at("VARIABLES")) {
      in.expect("VARIABLES");
      return filtered(variables(global), "Variable_name");
    } else if (in.accept("WARNINGS")) {
      Session.requireEnd(in);
      return warnings();
    } else if (in.accept("DATABASES") || in.accept("SCHEMAS")) {
      Rows rows = Rows.of(Column.text("Database"));
      session.server().backend().databases().forEach(each -> rows.add(name(each, "db_name")));
      return filtered(rows, "Database");
    } else if (in.accept("GRANTS")) {
      Session.requireEnd(in);
      return grants();
    } else if (in.accept("TABLE")) {
      return nextRowIds();
    }
    boolean full = in.accept("FULL");
    if (in.accept("TABLES")) {
      return tables(full);
    }
    throw SqlError.notTaken("SHOW " + in.peek().text().toUpperCase(Locale.ROOT));
  }

  private Rows variables(boolean global) {
    Rows rows = Rows.of(Column.text("Variable_name"), Column.text("Value"));
    session
        .server()
        .variables()
        .all()
        .forEach((name, value) -> rows.add(name, global ? value : session.variable(name)));
    return rows;
  }

  private Rows warnings() {
    Rows rows = Rows.of(Column.text("Level"), Column.number("Code"), Column.text("Message"));
    for (Session.Warning each : session.warningsBefore()) {
      rows.add(each.level(), String.valueOf(each.code()), each.message());
    }
    session.warnings().addAll(session.warningsBefore());
    return rows;
  }

  private Rows grants() {
    Rows rows = Rows.of(Column.text("Grants for User"));
    session.server().accounts().grants(session.user()).forEach(rows::add);
    return rows;
  }

  private Rows tables(boolean full) {
    String database = session.database();
    if (in.accept("FROM") || in.accept("IN")) {
      database = in.identifier("a database name");
    }
    if (database == null) {
      throw new SqlError(SqlError.NO_DATABASE, "No database selected");
    }
    String name = database;
    JsonNode found =
        session
            .server()
            .backend()
            .database(name)
            .orElseThrow(
                () -> new SqlError(SqlError.UNKNOWN_DATABASE, "Unknown database '" + name + "'"));
    String title = "Tables_in_" + name(found, "db_name");
    Rows rows =
        full ? Rows.of(Column.text(title), Column.text("Table_type")) : Rows.of(Column.text(title));
    for (JsonNode table : session.server().backend().tables(found.path("id").asLong())) {
      if (full) {
        rows.add(name(table, "name"), "BASE TABLE");
      } else {
        rows.add(name(table, "name"));
      }
    }
    return filtered(rows, title);
  }

  private Rows nextRowIds() {
    Session.Target target = session.target(in);
    if (!in.accept("NEXT_ROW_ID")) {
      throw SqlError.notTaken("SHOW TABLE ... " + in.peek().text());
    }
    Session.requireEnd(in);
    return new NextRowIds(session.server().backend(), target).rows();
  }

  private Rows filtered(Rows rows, String column) {
    if (in.accept("LIKE")) {
      Pattern pattern = Condition.like(in.string("a pattern"));
      Session.requireEnd(in);
      int position = rows.position(column);
      List<List<String>> kept =
          rows.rows().stream().filter(row -> pattern.matcher(row.get(position)).matches()).toList();
      return new Rows(rows.columns(), kept);
    } else if (in.accept("WHERE")) {
      Condition condition = Condition.read(in, new Values(session, in));
      Session.requireEnd(in);
      return condition.filter(rows);
    }
    Session.requireEnd(in);
    return rows;
  }

  private static String name(JsonNode node, String field) {
    return node.path(field).path("O").asText();
  }
}
