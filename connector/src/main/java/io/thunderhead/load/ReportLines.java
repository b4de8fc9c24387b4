package io.thunderhead.load;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.aside.BadRowCounts;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Lines of a report for a person, and what reports of both backends say alike. */
final class ReportLines {
  private final StringBuilder text = new StringBuilder();

  void add(String name, String value) {
    text.append(String.format(Locale.ROOT, "%-23s %s%n", name, value));
  }

  /** Tells of rows that were set aside, if any were. */
  void addSetAside(BadRowCounts rows, String place) {
    if (rows.total() > 0) {
      add(
          "set aside",
          "%,d syntax, %,d type, %,d charset, in %s"
              .formatted(rows.syntax(), rows.type(), rows.charset(), place));
    }
  }

  /** Likewise, as JSON. */
  static void putSetAside(ObjectNode json, BadRowCounts rows, String place) {
    if (rows.total() > 0) {
      ObjectNode bad = json.putObject("badRows").put("syntax", rows.syntax());
      bad.put("type", rows.type()).put("charset", rows.charset()).put("place", place);
    }
  }

  /** Tells of rows with more values than there are columns, if there were any. */
  void addSurplus(long rows) {
    if (rows > 0) {
      add("fields dropped", "%,d rows have more fields than there are columns".formatted(rows));
    }
  }

  void addSeconds(Map<String, Double> ofPhases) {
    add(
        "seconds",
        ofPhases.entrySet().stream()
            .map(e -> e.getKey() + " " + String.format(Locale.ROOT, "%.1f", e.getValue()))
            .collect(Collectors.joining(", ")));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
