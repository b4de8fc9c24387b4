package io.thunderhead.csv;

/** What makes a record no row. */
enum CsvProblem {
  QUOTE_IN_TEXT(
      "a quote stands inside a field that began without one, cannot have consecutive fields"
          + " without separator; put the field in quotes and double the quote, or set delimiter to"
          + " the quote that the file has"),
  TEXT_AFTER_QUOTE(
      "something other than a separator or the end of the line follows a closing quote, cannot have"
          + " consecutive fields without separator; double the quotes inside a field, and check"
          + " separator and terminator"),
  UNTERMINATED_QUOTE(
      "unterminated quoted field: no quote closes it up to the end of the file; close it, or set"
          + " delimiter to the quote that the file has"),
  DANGLING_ESCAPE(
      "no character after the escape at the end of the file; add it, or set escaped-by '' when the"
          + " file has no escapes"),
  TOO_LONG(
      "the record is longer than a row may be; look for a quote that is not closed, and check"
          + " terminator");

  private final String text;

  CsvProblem(String text) {
    this.text = text;
  }

  /**
   * Returns the reason of a bad row.
   *
   * @param offset where in the file the problem shows
   */
  String reason(long offset, int rowLimit) {
    return "syntax error at byte "
        + offset
        + ": "
        + text
        + (this == TOO_LONG ? " (limit: " + rowLimit + " bytes)" : "");
  }
}
