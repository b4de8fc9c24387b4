package io.thunderhead.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A line of text for each record of a file, to compare two readings of it. */
final class Outline {
  private Outline() {}

  /** Returns what the reader under test gave. */
  static List<String> of(List<ReadBack.Row> rows) {
    List<String> lines = new ArrayList<>();
    for (ReadBack.Row row : rows) {
      lines.add(row.offset() + " " + (row.problem() == null ? row.fields() : kind(row.problem())));
    }
    return lines;
  }

  /** Returns what the plain rules give; fields beyond the columns are dropped. */
  static List<String> of(List<SlowCsv.Result> results, CsvDialect dialect) {
    int columns = dialect.columns().size();
    List<String> lines = new ArrayList<>();
    for (SlowCsv.Result each : results) {
      List<String> fields = each.fields();
      List<String> kept = fields.subList(0, Math.min(columns, fields.size()));
      lines.add(each.offset() + " " + (each.problem() == null ? kept : each.problem().name()));
    }
    return lines;
  }

  private static String kind(String problem) {
    for (CsvProblem each : CsvProblem.values()) {
      String reason = each.reason(0, 1);
      String words = reason.substring(reason.indexOf(':'), reason.indexOf(';'));
      if (problem.contains(words)) {
        return each.name();
      }
    }
    return problem;
  }

  /** Returns bytes as text, a character per byte. */
  static String shown(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
