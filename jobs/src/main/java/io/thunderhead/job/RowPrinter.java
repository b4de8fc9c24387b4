package io.thunderhead.job;

import io.thunderhead.load.TableReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints rows of text. */
final class RowPrinter {
  private RowPrinter() {}

  /** Prints an aligned table; NULL reads {@code NULL}. */
  static void table(TableReader.Rows rows, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(rows.columns());
    lines.addAll(rows.rows());
    int[] widths = new int[rows.columns().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], text(line.get(i)).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String cell = text(line.get(i));
        text.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
      }
      out.println(text.toString().stripTrailing());
    }
    out.flush();
  }

  /** Prints one row, a line for each value. */
  static void lines(List<String> names, List<String> row, PrintWriter out) {
    int width = names.stream().mapToInt(String::length).max().orElse(0);
    for (int i = 0; i < names.size(); i++) {
      out.println(
          " ".repeat(width - names.get(i).length()) + names.get(i) + ": " + text(row.get(i)));
    }
    out.flush();
  }

  /** Prints CSV: every value quoted, quotes doubled, NULL bare as {@code \N}. */
  static void csv(TableReader.Rows rows, PrintWriter out) {
    out.println(String.join(",", rows.columns().stream().map(RowPrinter::quoted).toList()));
    for (List<String> row : rows.rows()) {
      out.println(String.join(",", row.stream().map(RowPrinter::quoted).toList()));
    }
    out.flush();
  }

  private static String quoted(String value) {
    return value == null ? "\\N" : "\"" + value.replace("\"", "\"\"") + "\"";
  }

  private static String text(String value) {
    return value == null ? "NULL" : value;
  }
}
