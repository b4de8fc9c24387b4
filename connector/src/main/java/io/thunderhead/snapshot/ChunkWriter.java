package io.thunderhead.snapshot;

import io.thunderhead.option.TableName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the rows of a chunk and writes them as INSERT statements; holds one statement at a time.
 */
final class ChunkWriter implements AutoCloseable {
  private static final int STATEMENT_BYTES = 1 << 20;
  private static final String HEAD =
      "/*!40014 SET FOREIGN_KEY_CHECKS=0*/;\n/*!40101 SET NAMES binary*/;\n/*!40103 SET TIME_ZONE='+00:00' */;\n";

  private final Chunk chunk;
  private final StagedFiles files;
  private final long fileBytes;
  private final List<SourceColumn> columns;
  private final ByteArrayOutputStream statement = new ByteArrayOutputStream();
  private OutputStream out;
  private long written;
  private int parts;
  private long rows;

  /**
   * @param fileBytes after which another file is begun
   */
  ChunkWriter(Chunk chunk, StagedFiles files, long fileBytes) {
    this.chunk = chunk;
    this.files = files;
    this.fileBytes = fileBytes;
    this.columns = chunk.table().columns();
  }

  /**
   * Writes the chunk.
   *
   * @return the rows
   */
  long run(SourceSession session) throws SQLException, IOException {
    try {
      session.stream(query(), this::add);
      endStatement();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return rows;
  }

  private String query() {
    String values =
        columns.stream()
            .map(ChunkWriter::value)
            .collect(Collectors.joining(", ", "SELECT ", " FROM "));
    String where = chunk.where().isEmpty() ? "" : " WHERE " + chunk.where();
    return values + chunk.table().name().quoted() + where;
  }

  private static String value(SourceColumn column) {
    String name = TableName.quoted(column.name());
    return column.form() == SourceColumn.Form.FLOAT ? name + " + 0E0" : name;
  }

  private void add(ResultSet row) throws SQLException {
    if (statement.size() == 0) {
      SqlWords.put(statement, insert());
    } else {
      SqlWords.put(statement, ",\n(");
    }
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        statement.write(',');
      }
      SqlWords.put(statement, row.getBytes(i + 1), columns.get(i).form());
    }
    statement.write(')');
    rows++;
    if (statement.size() >= STATEMENT_BYTES) {
      endStatement();
    }
  }

  private String insert() {
    return columns.stream()
        .map(column -> TableName.quoted(column.name()))
        .collect(
            Collectors.joining(
                ",",
                "INSERT INTO " + TableName.quoted(chunk.table().name().table()) + " (",
                ") VALUES\n("));
  }

  private void endStatement() {
    if (statement.size() == 0) {
      return;
    }
    SqlWords.put(statement, ";\n");
    try {
      if (out == null) {
        out = files.rows(chunk.table().name(), chunk.number(), parts++);
        out.write(HEAD.getBytes(StandardCharsets.US_ASCII));
        written = 0;
      }
      statement.writeTo(out);
      written += statement.size();
      statement.reset();
      if (written >= fileBytes) {
        close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the file. */
  @Override
  public void close() throws IOException {
    OutputStream last = out;
    out = null;
    if (last != null) {
      last.close();
    }
  }
}
