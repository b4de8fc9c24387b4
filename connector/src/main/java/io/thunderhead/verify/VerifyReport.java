package io.thunderhead.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a comparison found.
 *
 * @param table of the target
 * @param source what was compared with it
 * @param target how the table was read
 * @param sourceRows rows of the source that the target should have
 * @param targetRows rows of the target
 * @param setAside rows of the source that no load can store
 * @param firstSetAside some of them: place and reason
 * @param mostSetAside how many the load may set aside
 * @param badRowsPlace folder that the load's bad rows lie in, empty when none is known
 * @param leftOut rows of the source that gave way to others of their key
 * @param notCompared columns whose values only the load knew, or that are not stored
 * @param chunks chunks that have rows
 * @param chunksDiffering how many of them differ
 * @param missing rows that the target lacks
 * @param extra rows that the target has too many
 * @param different rows of one key with other values
 * @param complete whether all rows that differ were counted
 * @param differences the first of them
 * @param sourceDigest sum of the hashes of all rows, in hex
 * @param targetDigest the same of the target
 */
public record VerifyReport(
    String table,
    String source,
    String target,
    long sourceRows,
    long targetRows,
    long setAside,
    List<String> firstSetAside,
    long mostSetAside,
    String badRowsPlace,
    long leftOut,
    List<String> notCompared,
    int chunks,
    int chunksDiffering,
    long missing,
    long extra,
    long different,
    boolean complete,
    List<Difference> differences,
    String sourceDigest,
    String targetDigest,
    double seconds) {
  /** Takes copies. */
  public VerifyReport {
    firstSetAside = List.copyOf(firstSetAside);
    notCompared = List.copyOf(notCompared);
    differences = List.copyOf(differences);
  }

  /** Tells whether the target has all rows that it should and no others. */
  public boolean isSame() {
    return chunksDiffering == 0 && setAside <= mostSetAside;
  }

  /** Returns the report as lines for a person. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    line(text, "table", table);
    line(text, "source", source);
    line(text, "target", target);
    line(text, "rows", "%,d in the source, %,d in the target".formatted(sourceRows, targetRows));
    if (setAside > 0) {
      line(text, "rows set aside", setAsideText());
      firstSetAside.forEach(each -> line(text, "", each));
    }
    if (leftOut > 0) {
      line(
          text,
          "rows left out",
          "%,d of the source share a key with a row that stays (on-duplicate)".formatted(leftOut));
    }
    if (!notCompared.isEmpty()) {
      line(text, "not compared", String.join(", ", notCompared));
    }
    line(text, "chunks", "%,d compared, %,d differ".formatted(chunks, chunksDiffering));
    if (chunksDiffering > 0) {
      line(
          text,
          "rows that differ",
          "%s%,d missing, %,d extra, %,d with other values"
              .formatted(complete ? "" : "at least ", missing, extra, different));
      differences.forEach(each -> lines(each).forEach(row -> line(text, row[0], row[1])));
    }
    line(text, "digest", sourceDigest + (chunksDiffering == 0 ? "" : " / " + targetDigest));
    line(text, "seconds", "%.1f".formatted(seconds));
    line(text, "verdict", isSame() ? "the same" : "DIFFERENT");
    return text.toString();
  }

  private String setAsideText() {
    String most =
        setAside > mostSetAside ? ", more than the %,d of max-error".formatted(mostSetAside) : "";
    String where = badRowsPlace.isEmpty() ? "" : "; the load's are in " + badRowsPlace;
    return "%,d of the source cannot be stored%s%s".formatted(setAside, most, where);
  }

  private static List<String[]> lines(Difference each) {
    List<String[]> lines = new ArrayList<>();
    String place = each.place().isEmpty() ? "" : " (" + each.place() + ")";
    String times = each.times() == 1 ? "" : " " + each.times() + " times";
    lines.add(
        new String[] {
          each.kind().name().toLowerCase(Locale.ROOT), String.join(", ", each.key()) + times + place
        });
    for (Difference.Column column : each.columns()) {
      lines.add(
          new String[] {
            "",
            "%s: source %s, target %s".formatted(column.name(), column.source(), column.target())
          });
    }
    return lines;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format(Locale.ROOT, "%-23s %s%n", name, value));
  }

  /** Returns the report as one JSON object. */
  public String toJson() {
    return toNode().toPrettyString();
  }

  private ObjectNode toNode() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("table", table).put("source", source).put("target", target).put("same", isSame());
    json.put("sourceRows", sourceRows).put("targetRows", targetRows);
    json.put("rowsSetAside", setAside).put("badRows", badRowsPlace);
    json.put("rowsLeftOut", leftOut);
    firstSetAside.forEach(json.putArray("firstSetAside")::add);
    notCompared.forEach(json.putArray("notCompared")::add);
    json.put("chunks", chunks).put("chunksDiffering", chunksDiffering);
    json.put("missing", missing).put("extra", extra).put("different", different);
    json.put("complete", complete);
    ArrayNode all = json.putArray("differences");
    differences.forEach(each -> put(all.addObject(), each));
    json.put("sourceDigest", sourceDigest).put("targetDigest", targetDigest);
    return json.put("seconds", seconds);
  }

  private static void put(ObjectNode node, Difference each) {
    node.put("kind", each.kind().name().toLowerCase(Locale.ROOT));
    each.key().forEach(node.putArray("key")::add);
    node.put("place", each.place()).put("times", each.times());
    ArrayNode columns = node.putArray("columns");
    for (Difference.Column column : each.columns()) {
      columns
          .addObject()
          .put("column", column.name())
          .put("source", column.source())
          .put("target", column.target());
    }
  }
}
