package io.thunderhead.sqlit;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.logical.BatchWriter;
import io.thunderhead.logical.LogicalLedger;
import io.thunderhead.logical.LogicalPlan;
import io.thunderhead.logical.SqlTarget;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.RowStatement;
import io.thunderhead.option.TableName;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.source.SourceRow;
import io.thunderhead.sql.SqlServers;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.SqlMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** One part of a load, written as a task writes it. */
public final class LoadByPart {
  static final InputColumns COLUMNS = InputColumns.of(List.of("id", "v"));
  private static final AtomicLong IDS = new AtomicLong(System.nanoTime());

  final LogicalPlan plan;
  final LogicalLedger ledger;
  final List<String> bad = new ArrayList<>();
  private static final long LAYOUT = 1;

  private final long mostBad;

  LoadByPart(
      MariaDb server, String address, String table, ConflictStrategy strategy, long mostBad) {
    this(server, address, table, strategy, mostBad, RowStatement.AUTO);
  }

  LoadByPart(
      MariaDb server,
      String address,
      String table,
      ConflictStrategy strategy,
      long mostBad,
      RowStatement statement) {
    TidbClient client = new TidbClient(List.of(server.address()), "root", "");
    LogicalPlan.Target target = SqlTarget.read(client, new TableName("d", table));
    this.mostBad = mostBad;
    this.plan =
        new LogicalPlan(
            new SqlServers(List.of(address), "root", ""),
            IDS.incrementAndGet(),
            "ledger",
            target,
            new EncodeSettings(
                ZoneOffset.UTC, Set.of(SqlMode.STRICT_TRANS_TABLES), true, Instant.EPOCH),
            strategy,
            new LogicalPlan.Batch(50, 1 << 20, statement, 0),
            true,
            new RetryPolicy(100, Duration.ofMillis(5), Duration.ofMillis(50)),
            Duration.ofSeconds(30));
    this.ledger = new LogicalLedger(client, plan);
    ledger.begin(1, LAYOUT, false);
  }

  /** Lets the job go on, in the hands of another driver that begins with no bad row told. */
  void proceed() {
    bad.clear();
    ledger.begin(1, LAYOUT, true);
  }

  /** Returns a writer whose bad rows are told in {@link #bad}. */
  BatchWriter writer() {
    return writer(bad);
  }

  BatchWriter writer(List<String> told) {
    return new BatchWriter(
        plan,
        0,
        new BatchWriter.BadRows() {
          @Override
          public void add(InputRow row) {
            add(row, new LoadException(ErrorCode.BAD_ROW, row.problem()));
          }

          @Override
          public void add(InputRow row, LoadException why) {
            if (told.size() >= mostBad) {
              throw why;
            }
            told.add(row.place());
          }

          @Override
          public long room() {
            return mostBad - told.size();
          }

          @Override
          public void checkAll(long total) {
            if (total > mostBad) {
              throw new LoadException(ErrorCode.BAD_ROW, total + " rows are bad");
            }
          }
        });
  }

  /** Writes rows {@code (id, v)} of texts. */
  BatchWriter.Result write(long rows) {
    try (BatchWriter writer = writer()) {
      feed(writer, 1, rows);
      return writer.finish();
    }
  }

  /** Hands over rows of the numbers {@code [from, to]}, each with {@code v = 'v' + number}. */
  static void feed(BatchWriter writer, long from, long to) {
    SourceRow row = new SourceRow();
    for (long i = from; i <= to; i++) {
      writer.write(row(row, i, String.valueOf(i), "v" + i));
    }
  }

  static SourceRow row(SourceRow row, long number, String... values) {
    return row(row, COLUMNS, number, values);
  }

  /** Fills a row with texts, null for NULL. */
  public static SourceRow row(SourceRow row, InputColumns columns, long number, String... values) {
    row.start(columns, "part.csv", number);
    for (String value : values) {
      if (value == null) {
        row.putNull();
      } else {
        row.buffer().put(value.getBytes(StandardCharsets.UTF_8));
        row.endText();
      }
    }
    return row;
  }
}
