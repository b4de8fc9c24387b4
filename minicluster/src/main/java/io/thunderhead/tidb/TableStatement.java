package io.thunderhead.tidb;

import io.thunderhead.ddl.TokenReader;
import io.thunderhead.tidb.Result.Column;
import io.thunderhead.tidb.Result.Rows;
import java.util.ArrayList;
import java.util.List;

/** {@code ADMIN CHECKSUM TABLE} and {@code ANALYZE TABLE}. */
final class TableStatement {
  private final Session session;
  private final TokenReader in;

  TableStatement(Session session, TokenReader in) {
    this.session = session;
    this.in = in;
  }

  Result run() {
    if (in.accept("ADMIN", "CHECKSUM", "TABLE")) {
      return checksum(targets());
    } else if (in.accept("ANALYZE", "TABLE")) {
      return analyze(targets());
    }
    throw SqlError.notTaken(in.peek().text() + " " + in.peek(1).text());
  }

  private List<Session.Target> targets() {
    List<Session.Target> targets = new ArrayList<>();
    do {
      targets.add(session.target(in));
    } while (in.acceptSymbol(","));
    if (!in.atStatementEnd()) {
      throw SqlError.notTaken("what follows the tables, " + in.peek().described());
    }
    return targets;
  }

  private Rows checksum(List<Session.Target> targets) {
    Rows rows =
        Rows.of(
            Column.text("Db_name"),
            Column.text("Table_name"),
            Column.number("Checksum_crc64_xor"),
            Column.number("Total_kvs"),
            Column.number("Total_bytes"));
    for (Session.Target target : targets) {
      Backend.Checksum sum = session.server().backend().checksum(target.table());
      rows.add(
          target.databaseName(),
          target.name(),
          Long.toUnsignedString(sum.crc64Xor()),
          String.valueOf(sum.kvs()),
          String.valueOf(sum.bytes()));
    }
    return rows;
  }

  /** Gathers no statistics: nothing here plans by them. */
  private Result analyze(List<Session.Target> targets) {
    for (Session.Target target : targets) {
      session.require("INSERT", target.databaseName(), target.name());
      session.require("SELECT", target.databaseName(), target.name());
      String name = target.databaseName() + "." + target.name();
      session.server().analyzed().add(name);
      session.warn("Note", SqlError.UNKNOWN, "no statistics are gathered for table " + name);
    }
    return Result.DONE;
  }
}
