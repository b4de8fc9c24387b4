package io.thunderhead.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.aside.BadRowCounts;
import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.error.Outcome;
import io.thunderhead.option.ChecksumLevel;
import io.thunderhead.rows.SampleFigures;
import io.thunderhead.watch.Seen;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a load did.
 *
 * @param table database and table
 * @param rowsRead rows of the input
 * @param rowsLoaded rows in the table
 * @param rowsWithSurplus rows of which values beyond the columns were dropped
 * @param badRows rows that were not loaded and set aside for the user
 * @param badRowsPlace folder where these lie, null when there are none
 * @param conflicts rows that claim a key which others claim too
 * @param conflictRowsPlace folder where these are told, null when there is none
 * @param local digest of what was sent
 * @param remote digest of what the cluster stores, or null when it was not asked
 * @param checksum how the two were compared
 * @param regions regions that took data
 * @param ssts SSTs ingested
 * @param sentBytes bytes that went to each replica: messages of KVs, or files
 * @param retries failures that were met and mended
 * @param commitTs the one timestamp of all rows
 * @param seconds seconds of each phase, in order
 * @param taskBytes most bytes of KVs that one task could hold
 * @param sampled what the sample told before the load
 * @param allocators what ids were reserved on the cluster and where its allocators stand, a line
 *     each; empty when TiDB was not asked
 * @param remaining what the user still has to do, one statement each
 * @param differences where the cluster stores something else than what was sent, or why that could
 *     not be seen; empty when the two are equal or were not compared
 * @param statistics what became of the table's statistics
 * @param seen what was seen of the load while it ran
 */
public record LoadReport(
    String table,
    long rowsRead,
    long rowsLoaded,
    long rowsWithSurplus,
    BadRowCounts badRows,
    String badRowsPlace,
    ConflictCounts conflicts,
    String conflictRowsPlace,
    KvChecksum local,
    KvChecksum remote,
    ChecksumLevel checksum,
    int regions,
    int ssts,
    long sentBytes,
    int retries,
    long commitTs,
    Map<String, Double> seconds,
    long taskBytes,
    SampleFigures sampled,
    List<String> allocators,
    List<String> remaining,
    List<String> differences,
    String statistics,
    Seen seen)
    implements TableReport {
  /** Checks that no row is lost between input, table and what was set aside. */
  public LoadReport {
    seconds = new LinkedHashMap<>(seconds);
    allocators = List.copyOf(allocators);
    remaining = List.copyOf(remaining);
    differences = List.copyOf(differences);
    if (rowsRead != rowsLoaded + badRows.total() + conflicts.left()) {
      throw new IllegalArgumentException(
          "rows read %d, loaded %d, set aside %d, left out for conflicts %d (expected: read = loaded + set aside + left out)"
              .formatted(rowsRead, rowsLoaded, badRows.total(), conflicts.left()));
    }
  }

  /** Returns the rows that were not loaded and kept for the user. */
  public long rowsSetAside() {
    return badRows.total();
  }

  /** Tells whether both digests are known and equal. */
  public boolean checksumsEqual() {
    return local.equals(remote);
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
                rowsSetAside(),
                conflicts.left() == 0
                    ? ""
                    : " + %,d left out for conflicts".formatted(conflicts.left())));
    if (conflicts.rows() > 0) {
      text.add(
          "conflicts",
          "%,d rows claim keys that others claim too, %,d of them stay%s"
              .formatted(
                  conflicts.rows(),
                  conflicts.rows() - conflicts.left(),
                  (conflicts.deleted() == 0
                          ? ""
                          : "; %,d rows that the table had are replaced"
                              .formatted(conflicts.deleted()))
                      + (conflictRowsPlace == null ? "" : "; told in " + conflictRowsPlace)));
    }
    text.addSetAside(badRows, badRowsPlace);
    text.addSurplus(rowsWithSurplus);
    text.add("KVs", "%,d (%,d bytes)".formatted(local.kvs(), local.bytes()));
    text.add("regions", "%,d (%,d SSTs, %,d retries)".formatted(regions, ssts, retries));
    text.add("sample", sampleLine());
    text.add("bytes to each replica", "%,d".formatted(sentBytes));
    text.add("checksum", checksumLine());
    differences.forEach(each -> text.add("differs", each));
    text.add("bytes held by one task", "at most %,d".formatted(taskBytes));
    text.addSeconds(seconds);
    allocators.forEach(each -> text.add("ids", each));
    text.add("statistics", statistics);
    remaining.forEach(step -> text.add("still to do", step));
    text.add("outcome", outcomeLine());
    return text.toString();
  }

  private String sampleLine() {
    return String.format(
        Locale.ROOT,
        "%,d rows read for it; told %,d rows (%+.1f %%) and %,d bytes of KVs (%+.1f %%)",
        sampled.rowsSeen(),
        sampled.rows(),
        SampleFigures.errorPercent(sampled.rows(), rowsRead),
        sampled.bytes(),
        SampleFigures.errorPercent(sampled.bytes(), local.bytes()));
  }

  /** Returns what is known of the load: a report is only there when it is done. */
  public Outcome outcome() {
    return Outcome.DONE;
  }

  private String outcomeLine() {
    String how =
        checksumsEqual() && differences.isEmpty()
            ? "and its checksum is equal"
            : remote == null ? "its checksum was not compared" : "BUT ITS CHECKSUM DIFFERS";
    return "%s: %s, %s".formatted(name(outcome()), outcome().meaning(), how);
  }

  private static String name(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private String checksumLine() {
    if (remote == null) {
      return local.checksumText()
          + (differences.isEmpty() ? " sent, the cluster was not asked" : " sent, not compared");
    }
    return checksumsEqual()
        ? local.checksumText() + " sent = stored"
        : "%s sent, %s stored: DIFFERENT".formatted(local, remote);
  }

  /** Returns the report as one JSON object. */
  @Override
  public String toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("table", table).put("outcome", name(outcome()));
    json.put("rowsRead", rowsRead).put("rowsLoaded", rowsLoaded);
    json.put("rowsSetAside", rowsSetAside()).put("rowsWithSurplus", rowsWithSurplus);
    ReportLines.putSetAside(json, badRows, badRowsPlace);
    if (conflicts.rows() > 0) {
      ObjectNode node = json.putObject("conflicts").put("rows", conflicts.rows());
      node.put("left", conflicts.left())
          .put("deleted", conflicts.deleted())
          .put("place", conflictRowsPlace);
    }
    json.put("kvCount", local.kvs()).put("encodedBytes", local.bytes());
    json.put("regionCount", regions).put("sstCount", ssts).put("retryCount", retries);
    json.put("sentBytes", sentBytes);
    json.put("commitTs", commitTs).put("taskBytes", taskBytes);
    json.putObject("sample")
        .put("rowsSeen", sampled.rowsSeen())
        .put("estimatedRows", sampled.rows())
        .put("estimatedBytes", sampled.bytes());
    ObjectNode sums = json.putObject("checksum");
    sums.put("level", checksum.name().toLowerCase(Locale.ROOT));
    put(sums.putObject("local"), local);
    if (remote != null) {
      put(sums.putObject("remote"), remote);
      sums.put("equal", checksumsEqual());
    }
    differences.forEach(sums.withArray("differences")::add);
    ObjectNode phases = json.putObject("seconds");
    seconds.forEach(phases::put);
    allocators.forEach(json.withArray("allocators")::add);
    remaining.forEach(json.withArray("remaining")::add);
    json.put("statistics", statistics);
    seen.putInto(json);
    return json.toPrettyString();
  }

  private static void put(ObjectNode node, KvChecksum sum) {
    node.put("checksum", sum.checksumText()).put("kvs", sum.kvs()).put("bytes", sum.bytes());
  }
}
