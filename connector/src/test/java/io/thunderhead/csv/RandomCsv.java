package io.thunderhead.csv;

import io.thunderhead.error.LoadException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Dialects and files made by chance. */
final class RandomCsv {
  private static final List<String> SEPARATORS =
      List.of(",", "\t", "|", "||", "|+|", "ab", "\u4e2d", " ");
  private static final List<String> QUOTES =
      List.of("\"", "\"", "\"", "", "'", "''", "|+", "q\"q", "\\");
  private static final List<String> TERMINATORS =
      List.of("", "", "", "\n", "\n", "\r\n", "|\n", "aa", "\n\n", "|+|\n");
  private static final List<String> ESCAPES = List.of("\\", "\\", "", "!", "a");
  private static final List<List<String>> NULLS =
      List.of(
          List.of("\\N"),
          List.of("\\N"),
          List.of(""),
          List.of("NULL", "\\N"),
          List.of("!N", "a", "aN"));
  private static final List<String> PREFIXES = List.of("", "", "", "", "", "xx", "\"", "\\");

  private RandomCsv() {}

  /** Returns a dialect whose parts fit, of bytes and with ten columns. */
  static CsvDialect dialect(Random random) {
    while (true) {
      try {
        return CsvDialect.lightning()
            .header(false)
            .columns(Collections.nCopies(1 + random.nextInt(10), "c"))
            .separator(any(random, SEPARATORS))
            .quote(any(random, QUOTES))
            .terminator(any(random, TERMINATORS))
            .escape(any(random, ESCAPES))
            .nulls(any(random, NULLS))
            .notNull(random.nextInt(8) == 0)
            .quotedNullIsText(random.nextInt(4) == 0)
            .unescapedQuotes(random.nextInt(4) == 0)
            .emptyLinesAreRows(random.nextInt(4) == 0)
            .startingBy(any(random, PREFIXES))
            .trimLastSeparator(random.nextInt(4) == 0)
            .skipRows(random.nextInt(6) == 0 ? random.nextInt(3) : 0)
            .rowLimit(random.nextInt(3) == 0 ? 1 + random.nextInt(40) : CsvDialect.MAX_ROW_BYTES)
            .build();
      } catch (LoadException partsDoNotFit) {
        // The next may.
      }
    }
  }

  private static <T> T any(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** Returns a file of what means something in a dialect, and of other bytes. */
  static byte[] bytes(Random random, CsvDialect dialect) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int pieces = random.nextInt(60);
    int quotes = random.nextInt(3);
    for (int i = 0; i < pieces; i++) {
      out.writeBytes(piece(random, dialect, quotes));
    }
    byte[] bytes = out.toByteArray();
    return random.nextInt(10) > 0
        ? bytes
        : java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
  }

  private static byte[] piece(Random random, CsvDialect dialect, int quotes) {
    String text =
        switch (random.nextInt(14)) {
          case 0, 1 -> dialect.separator();
          case 2 -> dialect.terminator().isEmpty() ? "\n" : dialect.terminator();
          case 3, 4 -> quotes > 0 ? dialect.quote() : "x";
          case 5 -> quotes == 2 ? dialect.quote() + dialect.separator() : dialect.separator();
          case 6 -> quotes > 0 ? dialect.separator() + dialect.quote() : "yy";
          case 7 -> dialect.escape() + (char) ('a' + random.nextInt(26));
          case 8 -> dialect.escape() + "N";
          case 9 -> any(random, List.of("\n", "\r\n", "\r", " ", "\t", "\u00a0", "\u3000", "NULL"));
          case 10 -> any(random, List.of("\\", "\"", "|", "+", "a", "b", "N", "xx", "''"));
          case 11 -> dialect.escape();
          case 12 -> any(random, List.of("\u00ef\u00bb\u00bf", "\u4e2d\u6587", "text", "1.5"));
          default -> "";
        };
    if (!text.isEmpty()) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    byte[] noise = new byte[random.nextInt(4)];
    random.nextBytes(noise);
    return noise;
  }
}
