package io.thunderhead.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.aside.BadRowCounts;
import io.thunderhead.watch.Seen;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a load by SQL did.
 *
 * @param table database and table
 * @param jobId by which the ledger knew the load
 * @param rowsRead rows of the input
 * @param rowsLoaded rows that statements wrote; later ones of the load may have replaced some
 * @param rowsLeftOut rows that stayed out because their keys were taken
 * @param rowsReplaced rows that gave way, of the table or of the load
 * @param rowsWithSurplus rows of which values beyond the columns were dropped
 * @param badRows rows that were not loaded and set aside for the user
 * @param badRowsPlace folder where these lie, null when there are none
 * @param retries tries that failed and were mended
 * @param seconds seconds of each phase, in order
 * @param seen what was seen of the load while it ran
 */
public record LogicalReport(
    String table,
    long jobId,
    long rowsRead,
    long rowsLoaded,
    long rowsLeftOut,
    long rowsReplaced,
    long rowsWithSurplus,
    BadRowCounts badRows,
    String badRowsPlace,
    long retries,
    Map<String, Double> seconds,
    Seen seen)
    implements TableReport {
  /** Checks that no row is lost between input, table and what was set aside. */
  public LogicalReport {
    seconds = new LinkedHashMap<>(seconds);
    if (rowsRead != rowsLoaded + rowsLeftOut + badRows.total()) {
      throw new IllegalArgumentException(
          "rows read %d, loaded %d, left out %d, set aside %d (expected: read = loaded + left out + set aside)"
              .formatted(rowsRead, rowsLoaded, rowsLeftOut, badRows.total()));
    }
  }

  /** Returns the report as lines for a person. */
  @Override
  public String toText() {
    ReportLines text = new ReportLines();
    text.add("table", table);
    text.add(
        "rows",
        "%,d read = %,d loaded + %,d set aside%s"
            .formatted(
                rowsRead,
                rowsLoaded,
                badRows.total(),
                rowsLeftOut == 0
                    ? ""
                    : " + %,d left out, their keys are taken".formatted(rowsLeftOut)));
    if (rowsReplaced > 0) {
      text.add("replaced", "%,d rows gave way".formatted(rowsReplaced));
    }
    text.addSetAside(badRows, badRowsPlace);
    text.addSurplus(rowsWithSurplus);
    text.add("retries", "%,d".formatted(retries));
    text.addSeconds(seconds);
    text.add("outcome", "done: the rows are in the table, written by SQL");
    return text.toString();
  }

  /** Returns the report as one JSON object. */
  @Override
  public String toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("table", table).put("outcome", "done").put("backend", "tidb").put("jobId", jobId);
    json.put("rowsRead", rowsRead).put("rowsLoaded", rowsLoaded);
    json.put("rowsSetAside", badRows.total()).put("rowsLeftOut", rowsLeftOut);
    json.put("rowsReplaced", rowsReplaced).put("rowsWithSurplus", rowsWithSurplus);
    ReportLines.putSetAside(json, badRows, badRowsPlace);
    json.put("retryCount", retries);
    ObjectNode times = json.putObject("seconds");
    seconds.forEach(times::put);
    seen.putInto(json);
    return json.toPrettyString();
  }
}
