package io.thunderhead.tidb;

import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.ddl.Change.Allocator;
import io.thunderhead.ddl.TokenReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * {@code INSERT ... VALUES} as far as it moves the allocator of {@code _tidb_rowid}, which it does
 * at once and for good, whatever becomes of the transaction (import-protocol 4.5). Rows are not
 * written: the transaction must be rolled back.
 */
final class InsertStatement {
  private static final String ROW_ID = "_tidb_rowid";
  private static final int NOT_NULL_FLAG = 1;
  private static final int AUTO_INCREMENT_FLAG = 512;

  private final Session session;
  private final TokenReader in;

  InsertStatement(Session session, TokenReader in) {
    this.session = session;
    this.in = in;
  }

  Result run() {
    in.expect("INSERT");
    in.expect("INTO");
    Session.Target target = session.target(in);
    session.require("INSERT", target.databaseName(), target.name());
    List<String> columns = columns(target);
    if (!in.accept("VALUES") && !in.accept("VALUE")) {
      throw SqlError.notTaken("INSERT without VALUES");
    }
    long rows = 0;
    do {
      row(target, columns, values());
      rows++;
    } while (in.acceptSymbol(","));
    if (!in.atStatementEnd()) {
      throw SqlError.notTaken("what follows VALUES, " + in.peek().described());
    }
    session.inserted();
    return new Result.Done(rows);
  }

  private List<String> columns(Session.Target target) {
    List<String> columns = new ArrayList<>();
    if (!in.acceptSymbol("(")) {
      throw SqlError.notTaken("INSERT without a list of columns");
    }
    do {
      String name = in.identifier("a column").toLowerCase(Locale.ROOT);
      if (!isColumn(target, name)) {
        throw new SqlError(
            SqlError.UNKNOWN_COLUMN, "Unknown column '" + name + "' in 'field list'");
      }
      columns.add(name);
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    return columns;
  }

  private boolean isColumn(Session.Target target, String lower) {
    if (lower.equals(ROW_ID)) {
      return !new NextRowIds(session.server().backend(), target).isClustered();
    }
    for (JsonNode column : target.table().path("cols")) {
      if (column.path("name").path("L").asText().equals(lower)) {
        return true;
      }
    }
    return false;
  }

  private List<String> values() {
    List<String> values = new ArrayList<>();
    in.expectSymbol("(");
    do {
      Values.Value value = new Values(session, in).next();
      if (value == null) {
        throw in.unexpected("a literal");
      }
      values.add(value.text());
    } while (in.acceptSymbol(","));
    in.expectSymbol(")");
    return values;
  }

  private void row(Session.Target target, List<String> columns, List<String> values) {
    if (columns.size() != values.size()) {
      throw new SqlError(1136, "Column count doesn't match value count at row 1");
    }
    requireDefaults(target, columns);
    int position = columns.indexOf(ROW_ID);
    String rowId = position < 0 ? null : values.get(position);
    if (rowId == null || rowId.equals("0")) {
      throw SqlError.notTaken("INSERT that leaves _tidb_rowid to TiDB");
    }
    if (!session.variable("tidb_opt_write_row_id").equals("ON")) {
      throw new SqlError(
          SqlError.UNKNOWN,
          "insert, update and replace statements for _tidb_rowid are not supported");
    }
    long shardBits = target.table().path("ShardRowIDBits").asLong();
    long mask = (1L << (Long.SIZE - 1 - shardBits)) - 1;
    session
        .server()
        .backend()
        .raise(
            NextRowIds.allocatorDatabase(target),
            target.table().path("id").asLong(),
            Allocator.ROW_ID,
            Long.parseLong(rowId) & mask);
  }

  /** In strict mode, columns that are left out need a default. */
  private void requireDefaults(Session.Target target, List<String> columns) {
    if (!session.variable("sql_mode").contains("STRICT_")) {
      return;
    }
    for (JsonNode column : target.table().path("cols")) {
      long flags = column.path("type").path("Flag").asLong();
      boolean needed =
          (flags & NOT_NULL_FLAG) != 0
              && (flags & AUTO_INCREMENT_FLAG) == 0
              && column.path("default").isNull()
              && column.path("generated_expr_string").asText().isEmpty();
      if (needed && !columns.contains(column.path("name").path("L").asText())) {
        throw new SqlError(
            SqlError.NO_DEFAULT,
            "Field '" + column.path("name").path("O").asText() + "' doesn't have a default value");
      }
    }
  }
}
