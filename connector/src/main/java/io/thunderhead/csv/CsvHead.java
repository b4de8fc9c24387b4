package io.thunderhead.csv;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What stands before the rows of a file: byte order mark, skipped lines, header.
 *
 * @param columns of the file's rows
 * @param end file offset of the byte behind
 */
record CsvHead(InputColumns columns, long end) {
  /**
   * Reads the head of a file.
   *
   * @param parser at the file's first byte; it stands behind the head afterwards
   * @throws LoadException SOURCE_SCHEMA_INVALID when the columns have no names, or one name twice
   */
  static CsvHead read(CsvParser parser, CsvDialect dialect, SourceFile file) throws IOException {
    parser.skipByteOrderMark();
    for (long i = 0; i < dialect.skipRows(); i++) {
      parser.skipRawLine();
    }
    List<String> names = dialect.columns();
    boolean namedByHeader = names.isEmpty() && dialect.header() && dialect.headerSchemaMatch();
    if (names.isEmpty() && !namedByHeader) {
      throw invalid(
          file,
          "its columns have no names; name them with columns, or load it with a"
              + " table so that they are the table's");
    }
    if (dialect.header() && parser.seek(Long.MAX_VALUE)) {
      List<String> header = header(parser, file);
      if (namedByHeader) {
        names = header;
        check(names, file);
      }
    }
    return new CsvHead(InputColumns.of(names), parser.position());
  }

  private static List<String> header(CsvParser parser, SourceFile file) throws IOException {
    SourceRow row = new SourceRow();
    row.start(InputColumns.of(List.of()), file.path(), parser.recordPosition());
    String problem = parser.read(row);
    if (problem != null) {
      throw invalid(file, "its header cannot be read: " + problem);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      names.add(row.isNull(i) ? "" : row.text(i).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  private static void check(List<String> names, SourceFile file) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.isEmpty()) {
        throw invalid(
            file,
            "column %d of its header has no name; name it, set trim-last-separator when the lines"
                    .formatted(i + 1)
                + " end with a separator, or name all columns with columns");
      } else if (names.indexOf(name) < i) {
        throw invalid(
            file,
            "its header has column '%s' twice, as %d and %d; name the columns with columns"
                .formatted(name, names.indexOf(name) + 1, i + 1));
      }
    }
  }

  private static LoadException invalid(SourceFile file, String problem) {
    return new LoadException(ErrorCode.SOURCE_SCHEMA_INVALID, file.path() + ": " + problem);
  }
}
