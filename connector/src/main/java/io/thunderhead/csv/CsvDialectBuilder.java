package io.thunderhead.csv;

import io.thunderhead.type.Charset;
import java.util.List;

/** Takes the parts of a {@link CsvDialect}, which checks them when all are there. */
public final class CsvDialectBuilder {
  private String separator = ",";
  private String quote = "\"";
  private String terminator = "";
  private String escape = "\\";
  private List<String> nulls = List.of("\\N");
  private boolean notNull;
  private boolean quotedNullIsText;
  private boolean unescapedQuotes;
  private boolean emptyLinesAreRows;
  private String startingBy = "";
  private boolean header = true;
  private boolean headerSchemaMatch = true;
  private List<String> columns = List.of();
  private boolean trimLastSeparator;
  private long skipRows;
  private Charset charset = Charset.BINARY;
  private String invalidReplacement;
  private boolean strictFormat;
  private int rowLimit = CsvDialect.MAX_ROW_BYTES;

  CsvDialectBuilder() {}

  /** Sets what stands between fields. */
  public CsvDialectBuilder separator(String value) {
    separator = value;
    return this;
  }

  /** Sets what stands around fields; empty for nothing. */
  public CsvDialectBuilder quote(String value) {
    quote = value;
    return this;
  }

  /** Sets what ends a record; empty for any of CR, LF and CRLF. */
  public CsvDialectBuilder terminator(String value) {
    terminator = value;
    return this;
  }

  /** Sets the escape byte; empty for none. */
  public CsvDialectBuilder escape(String value) {
    escape = value;
    return this;
  }

  /** Sets the texts that mean NULL. */
  public CsvDialectBuilder nulls(List<String> value) {
    nulls = value;
    return this;
  }

  /** Sets whether no field is NULL. */
  public CsvDialectBuilder notNull(boolean value) {
    notNull = value;
    return this;
  }

  /** Sets whether a field in quotes is NULL only as the escape and N. */
  public CsvDialectBuilder quotedNullIsText(boolean value) {
    quotedNullIsText = value;
    return this;
  }

  /** Sets whether a quote inside a field is text. */
  public CsvDialectBuilder unescapedQuotes(boolean value) {
    unescapedQuotes = value;
    return this;
  }

  /** Sets whether a line of nothing is a row. */
  public CsvDialectBuilder emptyLinesAreRows(boolean value) {
    emptyLinesAreRows = value;
    return this;
  }

  /** Sets what the fields of a line come after. */
  public CsvDialectBuilder startingBy(String value) {
    startingBy = value;
    return this;
  }

  /** Sets whether the first record names the columns. */
  public CsvDialectBuilder header(boolean value) {
    header = value;
    return this;
  }

  /** Sets whether the names in the header count. */
  public CsvDialectBuilder headerSchemaMatch(boolean value) {
    headerSchemaMatch = value;
    return this;
  }

  /** Sets the names of the columns, null for one that is dropped. */
  public CsvDialectBuilder columns(List<String> value) {
    columns = value;
    return this;
  }

  /** Sets whether one empty field at the end of a record is none. */
  public CsvDialectBuilder trimLastSeparator(boolean value) {
    trimLastSeparator = value;
    return this;
  }

  /** Sets how many lines at the start of a file are skipped. */
  public CsvDialectBuilder skipRows(long value) {
    skipRows = value;
    return this;
  }

  /** Sets the character set of the files. */
  public CsvDialectBuilder charset(Charset value) {
    charset = value;
    return this;
  }

  /** Sets what stands for bytes that are no character; null to make the row bad. */
  public CsvDialectBuilder invalidReplacement(String value) {
    invalidReplacement = value;
    return this;
  }

  /** Sets whether the user promises that no field contains the terminator. */
  public CsvDialectBuilder strictFormat(boolean value) {
    strictFormat = value;
    return this;
  }

  /** Sets the most bytes of one record. */
  public CsvDialectBuilder rowLimit(int value) {
    rowLimit = value;
    return this;
  }

  /**
   * Returns the dialect.
   *
   * @throws io.thunderhead.error.LoadException INVALID_OPTION when the parts do not fit
   */
  public CsvDialect build() {
    return new CsvDialect(
        separator,
        quote,
        terminator,
        escape,
        nulls,
        notNull,
        quotedNullIsText,
        unescapedQuotes,
        emptyLinesAreRows,
        startingBy,
        header,
        headerSchemaMatch,
        columns,
        trimLastSeparator,
        skipRows,
        charset,
        invalidReplacement,
        strictFormat,
        rowLimit);
  }
}
