package io.thunderhead.csv;

import io.thunderhead.type.Charset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A case of {@code src/test/resources/csv}, whose README tells how it is written.
 *
 * @param name file and name
 * @param dialect the words behind {@code with}
 * @param input bytes of the file
 * @param expected the lines that state the result
 */
record CsvCorner(String name, List<String> dialect, byte[] input, List<String> expected) {
  private static final Path FOLDER = Path.of("src/test/resources/csv");
  private static final Pattern HEX = Pattern.compile("\u2039([0-9a-f ]+)\u203a");
  private static final List<String> EIGHT = List.of("a", "b", "c", "d", "e", "f", "g", "h");

  @Override
  public String toString() {
    return name;
  }

  /** Reads the cases of one file. */
  static List<CsvCorner> of(String file) {
    try {
      List<CsvCorner> cases = new ArrayList<>();
      for (String block : Files.readString(FOLDER.resolve(file + ".txt")).split("(?m)^# ")) {
        if (!block.startsWith("//")) {
          cases.add(parse(file, block.lines().toList()));
        }
      }
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CsvCorner parse(String file, List<String> lines) {
    List<String> dialect = List.of();
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    List<String> expected = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("with ")) {
        dialect = Arrays.asList(line.substring("with ".length()).split(" "));
      } else if (line.startsWith(">")) {
        input.writeBytes(bytes(line.substring(Math.min(2, line.length()))));
      } else if (!line.isEmpty()) {
        expected.add(line);
      }
    }
    return new CsvCorner(file + ": " + lines.get(0), dialect, input.toByteArray(), expected);
  }

  /** Returns the bytes that a text of a case stands for. */
  static byte[] bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Matcher hex = HEX.matcher(text);
    int from = 0;
    while (hex.find()) {
      out.writeBytes(plain(text.substring(from, hex.start())));
      out.writeBytes(HexFormat.of().parseHex(hex.group(1).replace(" ", "")));
      from = hex.end();
    }
    out.writeBytes(plain(text.substring(from)));
    return out.toByteArray();
  }

  private static byte[] plain(String text) {
    return text.replace('\u240a', '\n')
        .replace('\u240d', '\r')
        .replace('\u2409', '\t')
        .replace('\u2423', ' ')
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the dialect, which may refuse its parts. */
  CsvDialect build() {
    CsvDialectBuilder builder = CsvDialect.lightning().header(false).columns(EIGHT);
    for (String word : dialect) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        flag(builder, word);
      } else if (word.equals("preset=load-data")) {
        builder = CsvDialect.loadData().columns(EIGHT);
      } else {
        String value = new String(bytes(word.substring(equals + 1)), StandardCharsets.UTF_8);
        set(builder, word.substring(0, equals), value);
      }
    }
    return builder.build();
  }

  private static void flag(CsvDialectBuilder builder, String word) {
    switch (word) {
      case "header" -> builder.header(true);
      case "no-header-match" -> builder.headerSchemaMatch(false);
      case "columns-none" -> builder.columns(List.of());
      case "nulls-none" -> builder.nulls(List.of());
      case "not-null" -> builder.notNull(true);
      case "quoted-null-is-text" -> builder.quotedNullIsText(true);
      case "trim" -> builder.trimLastSeparator(true);
      case "strict" -> builder.strictFormat(true);
      default -> throw new IllegalArgumentException(word);
    }
  }

  private static void set(CsvDialectBuilder builder, String key, String value) {
    switch (key) {
      case "separator" -> builder.separator(value);
      case "quote" -> builder.quote(value);
      case "terminator" -> builder.terminator(value);
      case "escape" -> builder.escape(value);
      case "null" -> builder.nulls(List.of(value.split(";", -1)));
      case "starting-by" -> builder.startingBy(value);
      case "columns" -> builder.columns(List.of(value.split(",")));
      case "skip-rows" -> builder.skipRows(Long.parseLong(value));
      case "charset" -> builder.charset(Charset.valueOf(value.toUpperCase(java.util.Locale.ROOT)));
      case "replace" -> builder.invalidReplacement(value);
      case "row-limit" -> builder.rowLimit(Integer.parseInt(value));
      default -> throw new IllegalArgumentException(key);
    }
  }
}
