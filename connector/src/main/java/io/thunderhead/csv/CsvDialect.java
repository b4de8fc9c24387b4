package io.thunderhead.csv;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.Charset;
import io.thunderhead.type.TextDecoder;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How the rows of a CSV file are written (kv-encoding 8.1 and 8.2).
 *
 * <p>Lightning and IMPORT INTO hand on what a character set cannot decode as U+FFFD, and check no
 * UTF-8. Here such a row is bad unless {@code invalidReplacement} says what stands for the bytes;
 * only {@link Charset#BINARY}, which every preset begins with, takes all bytes as they are.
 *
 * @param separator between fields; one character or more
 * @param quote around fields, doubled inside; empty for none
 * @param terminator after each record; empty for any of CR, LF and CRLF
 * @param escape one byte that takes away or gives a meaning to the next; empty for none
 * @param nulls texts that mean NULL; an empty list is the list of the empty text
 * @param notNull whether no field is NULL whatever it says
 * @param quotedNullIsText whether a field in quotes is NULL only as the escape and N
 * @param unescapedQuotes whether a quote that neither begins nor ends a field is text
 * @param emptyLinesAreRows whether a line of nothing is a row of one empty field
 * @param startingBy what the fields of a line come after; lines without it are no rows; empty for
 *     none
 * @param header whether the first record names the columns
 * @param headerSchemaMatch whether these names count; else the header is skipped
 * @param columns names in order, null for a field that is dropped; empty to take the header's
 * @param trimLastSeparator whether one empty field at the end of a record is none
 * @param skipRows lines at the start of a file that are skipped, before the header; quotes do not
 *     count in them
 * @param charset of the file
 * @param invalidReplacement what stands for bytes that are no character; null to make the row bad
 * @param strictFormat whether no field contains the terminator, as the user promises
 * @param rowLimit most bytes of one record
 */
public record CsvDialect(
    String separator,
    String quote,
    String terminator,
    String escape,
    List<String> nulls,
    boolean notNull,
    boolean quotedNullIsText,
    boolean unescapedQuotes,
    boolean emptyLinesAreRows,
    String startingBy,
    boolean header,
    boolean headerSchemaMatch,
    List<String> columns,
    boolean trimLastSeparator,
    long skipRows,
    Charset charset,
    String invalidReplacement,
    boolean strictFormat,
    int rowLimit)
    implements Serializable {
  /** Most bytes of one record that TiDB's tools take: the most of one transaction entry. */
  public static final int MAX_ROW_BYTES = 120 << 20;

  /**
   * Checks the parts against each other.
   *
   * @throws LoadException INVALID_OPTION
   */
  public CsvDialect {
    nulls = nulls.isEmpty() ? List.of("") : List.copyOf(nulls);
    columns = Collections.unmodifiableList(new ArrayList<>(columns));
    check(!separator.isEmpty(), "separator is empty (expected: one character or more)");
    check(
        escape.getBytes(StandardCharsets.UTF_8).length <= 1,
        "escaped-by is '%s' (expected: one byte, or empty for none)".formatted(escape));
    check(
        quote.isEmpty() || !(separator.startsWith(quote) || quote.startsWith(separator)),
        "separator '%s' and delimiter '%s': one begins with the other, so that they cannot be told"
                .formatted(separator, quote)
            + " apart; choose others");
    checkEscape("separator", separator, escape);
    checkEscape("delimiter", quote, escape);
    checkEscape("terminator", terminator, escape);
    check(
        !strictFormat || !terminator.isEmpty(),
        "strict-format without a terminator; name the one that the files have, such as \\n");
    check(
        startingBy.isEmpty() || !(terminator.isEmpty() || startingBy.contains(terminator)),
        "starting-by '%s' with terminator '%s' (expected: a terminator that is not in it)"
            .formatted(startingBy, terminator));
    check(skipRows >= 0, "skip-rows is %d (expected: >= 0)".formatted(skipRows));
    check(
        rowLimit > 0 && rowLimit <= MAX_ROW_BYTES,
        "the limit of a row is %d bytes (expected: 1..%d)".formatted(rowLimit, MAX_ROW_BYTES));
  }

  /** Returns Lightning's defaults: commas, double quotes, backslashes, {@code \N}, a header. */
  public static CsvDialectBuilder lightning() {
    return new CsvDialectBuilder().header(true);
  }

  /** Returns the defaults of IMPORT INTO: as Lightning's without a header. */
  public static CsvDialectBuilder importInto() {
    return new CsvDialectBuilder().header(false);
  }

  /** Returns the defaults of LOAD DATA: tabs, no quotes, LF, empty lines as rows. */
  public static CsvDialectBuilder loadData() {
    return new CsvDialectBuilder()
        .header(false)
        .separator("\t")
        .quote("")
        .terminator("\n")
        .quotedNullIsText(true)
        .unescapedQuotes(true)
        .emptyLinesAreRows(true);
  }

  /**
   * Returns a string as bytes of the files.
   *
   * @throws LoadException INVALID_OPTION when the character set lacks a character
   */
  byte[] encode(String text) {
    TextDecoder decoder = TextDecoder.of(charset);
    try {
      return decoder == null ? text.getBytes(StandardCharsets.UTF_8) : decoder.encode(text);
    } catch (BadValueException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "csv: '%s' cannot be in files of this character set: %s; choose another"
              .formatted(text, e.getMessage()),
          e);
    }
  }

  private static void checkEscape(String name, String value, String escape) {
    check(
        escape.isEmpty() || !value.equals(escape),
        "%s and escaped-by are both '%s'; choose another, or escaped-by '' for none"
            .formatted(name, value));
  }

  private static void check(boolean right, String problem) {
    if (!right) {
      throw new LoadException(ErrorCode.INVALID_OPTION, "csv: " + problem);
    }
  }
}
