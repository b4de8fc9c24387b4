package io.thunderhead.verify;

import io.thunderhead.encode.TypedColumns;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.Datum;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.TaskCompletionListener;

/** The rows of tables that a server of MySQL's protocol shows, read in ranges of their keys. */
final class SqlSide implements Side {
  private final JavaSparkContext spark;
  private final SqlReader reader;
  private final List<SqlTable> tables;

  /**
   * @param tables whose rows are together one side
   */
  SqlSide(JavaSparkContext spark, SqlReader reader, List<SqlTable> tables) {
    this.spark = spark;
    this.reader = reader;
    this.tables = List.copyOf(tables);
  }

  @Override
  public String name() {
    return reader.name(
        tables.stream().map(each -> each.name().toString()).collect(Collectors.joining(", ")));
  }

  @Override
  public <T> JavaRDD<T> read(Shape shape, Work<T> work) {
    SqlReader own = reader;
    List<String> queries = queries(shape);
    Shape inUtc = shape.with(reader.settings(shape.settings()));
    return spark
        .parallelize(queries, queries.size())
        .mapPartitionsWithIndex(
            (part, sql) -> {
              SqlRows rows = new SqlRows(inUtc, own, sql.next());
              TaskCompletionListener closing = context -> rows.close();
              TaskContext.get().addTaskCompletionListener(closing);
              return work.call(part, rows);
            },
            true);
  }

  private List<String> queries(Shape shape) {
    List<String> queries = new ArrayList<>();
    for (SqlTable table : tables) {
      for (String condition : new KeyChunks(reader, table.name()).conditions()) {
        queries.add(
            "SELECT %s FROM %s WHERE %s"
                .formatted(
                    shape.columns().stream().map(table::shown).collect(Collectors.joining(", ")),
                    table.name().quoted(),
                    condition));
      }
    }
    return queries;
  }

  @Override
  public boolean moves() {
    return !reader.isTidb();
  }

  @Override
  public Side renewed() {
    return new SqlSide(spark, reader.renewed(), tables);
  }

  /** Reads rows one by one, as the server sends them. */
  private static final class SqlRows implements ComparedRows, AutoCloseable {
    private final String sql;
    private final Connection connection;
    private final ResultSet found;
    private final TypedColumns columns;
    private final Datum[] row;
    private final byte[][] strange;

    SqlRows(Shape shape, SqlReader reader, String sql) {
      this.sql = sql;
      this.columns = new TypedColumns(shape.columns(), shape.settings());
      this.row = new Datum[shape.columns().size()];
      Arrays.setAll(row, i -> new Datum());
      this.strange = new byte[row.length][];
      this.connection = reader.open();
      try {
        this.found = SqlReader.stream(connection, sql);
      } catch (SQLException e) {
        close();
        throw failed(e);
      }
    }

    @Override
    public boolean next() {
      try {
        if (!found.next()) {
          return false;
        }
        for (int i = 0; i < row.length; i++) {
          take(i, found.getBytes(i + 1));
        }
        return true;
      } catch (SQLException e) {
        throw failed(e);
      }
    }

    private void take(int index, byte[] shown) {
      strange[index] = null;
      if (shown == null) {
        row[index].setNull();
        return;
      }
      try {
        columns.read(index, shown, row[index]);
      } catch (BadValueException e) {
        strange[index] = shown;
      }
    }

    @Override
    public Datum value(int index) {
      return row[index];
    }

    @Override
    public byte[] strange(int index) {
      return strange[index];
    }

    private LoadException failed(SQLException e) {
      return new LoadException(
              ErrorCode.SQL_FAILED,
              "rows cannot be read by '%s': %s. Check that the user may SELECT and that the source has the target's columns."
                  .formatted(sql, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
              e)
          .portable();
    }

    /** Drops the connection; what is left of a stream would be read to its end otherwise. */
    @Override
    public void close() {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        // It is given up either way.
        return;
      }
    }
  }
}
