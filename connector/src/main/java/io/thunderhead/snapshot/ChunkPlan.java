package io.thunderhead.snapshot;

import io.thunderhead.option.TableName;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Cuts a table into ranges of its key. Each value that cuts ends one range and begins the next by
 * the same comparison, negated, and first and last range are open: every row is in just one.
 */
final class ChunkPlan {
  private static final int MOST_CHUNKS = 100_000;
  private static final int LEAST_ROWS = 1_000;

  /** Integers that fill less of their range than this are not cut by arithmetic. */
  private static final int SPARSE = 4;

  private final SourceTable table;
  private final Consumer<Chunk> sink;
  private final String column;
  private int chunks;

  /**
   * @param sink takes chunks as they are known
   */
  ChunkPlan(SourceTable table, Consumer<Chunk> sink) {
    this.table = table;
    this.sink = sink;
    this.column = table.key() == null ? "" : TableName.quoted(table.key().column());
  }

  /**
   * Finds the chunks.
   *
   * @param chunkBytes of about which each is, by the server's estimates
   */
  void run(SourceSession session, long chunkBytes) throws SQLException {
    long wanted = Math.min((table.bytes() + chunkBytes - 1) / chunkBytes, MOST_CHUNKS);
    if (table.key() == null || wanted < 2) {
      add("");
    } else if (table.key().kind() != SourceTable.Key.Kind.INTEGER || !cutEvenly(session, wanted)) {
      walk(session, Math.max(table.rows() / wanted, LEAST_ROWS));
    }
  }

  private boolean cutEvenly(SourceSession session, long wanted) throws SQLException {
    List<String> ends =
        session
            .rows(
                "SELECT MIN(%s), MAX(%s) FROM %s".formatted(column, column, table.name().quoted()))
            .get(0);
    if (ends.get(0) == null) {
      add("");
      return true;
    }
    BigInteger least = new BigInteger(ends.get(0));
    BigInteger range = new BigInteger(ends.get(1)).subtract(least).add(BigInteger.ONE);
    if (range.divide(BigInteger.valueOf(SPARSE)).compareTo(BigInteger.valueOf(table.rows())) > 0) {
      return false;
    }
    String last = null;
    for (long i = 1; i < wanted; i++) {
      BigInteger cut =
          least.add(range.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(wanted)));
      String text = cut.toString();
      if (!text.equals(last)) {
        add(last, text);
        last = text;
      }
    }
    add(last, null);
    return true;
  }

  private void walk(SourceSession session, long rows) throws SQLException {
    String last = null;
    while (true) {
      String next = next(session, last, rows);
      if (next == null) {
        add(last, null);
        return;
      }
      add(last, next);
      last = next;
    }
  }

  /** Returns the literal of the key so many rows behind another, null at the end. */
  private String next(SourceSession session, String last, long rows) throws SQLException {
    byte[][] found = new byte[1][];
    session.stream(
        "SELECT %s FROM %s%s ORDER BY %s LIMIT 1 OFFSET %d"
            .formatted(
                column,
                table.name().quoted(),
                last == null ? "" : " WHERE " + column + " > " + last,
                column,
                rows),
        row -> found[0] = row.getBytes(1));
    return found[0] == null ? null : literal(found[0]);
  }

  private String literal(byte[] value) {
    return switch (table.key().kind()) {
      case INTEGER, NUMBER -> new String(value, StandardCharsets.UTF_8);
      case TEXT -> SqlWords.quoted(new String(value, StandardCharsets.UTF_8));
      case BYTES -> SqlWords.hex(value);
    };
  }

  /** Adds the rows behind one key up to another, with that one; null is no bound. */
  private void add(String after, String upTo) {
    String low = after == null ? "" : column + " > " + after;
    String high = upTo == null ? "" : column + " <= " + upTo;
    add(low + (low.isEmpty() || high.isEmpty() ? "" : " AND ") + high);
  }

  private void add(String where) {
    sink.accept(new Chunk(table, chunks++, where));
  }
}
