package io.thunderhead.input;

import io.thunderhead.csv.CsvDialect;
import io.thunderhead.csv.CsvDialectBuilder;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.parquet.ParquetCalendar;
import io.thunderhead.parquet.ParquetSettings;
import io.thunderhead.source.SourceFile;
import io.thunderhead.sqldump.SqlDialect;
import io.thunderhead.type.Charset;
import java.io.Serializable;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the files of a load are read.
 *
 * @param csv dialect of CSV files
 * @param zone of the session
 * @param names which column each field goes to
 * @param variables whether rows keep all fields of a file by their own names, for expressions
 * @param sliceBytes bytes of a part of a big file that is read by itself
 * @param tableColumns columns of the table, for files that name none
 */
public record InputSettings(
    CsvDialect csv,
    ZoneId zone,
    ColumnNames names,
    boolean variables,
    long sliceBytes,
    List<String> tableColumns)
    implements Serializable {
  /** Takes a copy. */
  public InputSettings {
    tableColumns = Collections.unmodifiableList(new ArrayList<>(tableColumns));
  }

  /**
   * Returns what options ask for, in UTC, before a table is known.
   *
   * @throws LoadException INVALID_OPTION when they contradict each other
   */
  public static InputSettings of(SourceOptions options) {
    ColumnNames names = new ColumnNames(options.columns(), Set.copyOf(options.ignoreColumns()));
    CsvDialectBuilder csv =
        switch (options.dialect()) {
          case LIGHTNING -> CsvDialect.lightning();
          case IMPORT_INTO -> CsvDialect.importInto();
          case LOAD_DATA -> CsvDialect.loadData();
        };
    return new InputSettings(
        csv.separator(options.separator())
            .quote(options.delimiter())
            .terminator(options.terminator())
            .startingBy(options.startingBy())
            .header(options.header())
            .headerSchemaMatch(options.headerSchemaMatch())
            .nulls(options.nulls())
            .notNull(options.notNull())
            .escape(options.escapedBy())
            .trimLastSeparator(options.trimLastSeparator())
            .skipRows(options.skipRows())
            .charset(charset(options.characterSet()))
            .invalidReplacement(options.invalidCharReplace())
            .strictFormat(options.strictFormat())
            .columns(names.columns())
            .build(),
        ZoneOffset.UTC,
        names,
        false,
        options.maxRegionSize(),
        List.of());
  }

  /**
   * Returns the settings for a table.
   *
   * @param columns of the table, which name the fields of files without names
   * @param zone of the session
   */
  public InputSettings forTable(List<String> columns, ZoneId zone) {
    boolean unnamed = !csv.header() || !csv.headerSchemaMatch();
    CsvDialect dialect = unnamed && names.byPosition().isEmpty() ? with(csv, columns) : csv;
    return new InputSettings(dialect, zone, names, variables, sliceBytes, columns);
  }

  /** Returns the settings for a file, whose fields go to no column that it has a constant for. */
  InputSettings forFile(SourceFile file) {
    if (file.constants().isEmpty()) {
      return this;
    }
    Set<String> constants = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    constants.addAll(file.constants().keySet());
    return forTable(tableColumns.stream().filter(name -> !constants.contains(name)).toList(), zone);
  }

  /** Returns the settings for parts of big files that have no more bytes than this. */
  public InputSettings withSlicesOf(long mostBytes) {
    return new InputSettings(
        csv, zone, names, variables, Math.min(sliceBytes, mostBytes), tableColumns);
  }

  /** Returns the settings for rows that keep the names of files and have values for variables. */
  public InputSettings withVariables() {
    CsvDialect dialect = names.byPosition().isEmpty() ? csv : with(csv, names.byPosition());
    return new InputSettings(dialect, zone, names, true, sliceBytes, tableColumns);
  }

  /** Returns how Parquet files are read: by the names that count. */
  ParquetSettings parquet() {
    return variables
        ? new ParquetSettings(zone, ParquetCalendar.FOOTER, names.byPosition(), Set.of())
        : new ParquetSettings(zone, ParquetCalendar.FOOTER, names.columns(), names.ignored());
  }

  /** Returns how statements are read: without a column list, by the user's or the table's. */
  SqlDialect sql() {
    return new SqlDialect(
        names.byPosition().isEmpty() ? tableColumns : names.byPosition(),
        !csv.escape().isEmpty(),
        csv.charset(),
        csv.rowLimit());
  }

  private static CsvDialect with(CsvDialect csv, List<String> columns) {
    return new CsvDialect(
        csv.separator(),
        csv.quote(),
        csv.terminator(),
        csv.escape(),
        csv.nulls(),
        csv.notNull(),
        csv.quotedNullIsText(),
        csv.unescapedQuotes(),
        csv.emptyLinesAreRows(),
        csv.startingBy(),
        csv.header(),
        csv.headerSchemaMatch(),
        columns,
        csv.trimLastSeparator(),
        csv.skipRows(),
        csv.charset(),
        csv.invalidReplacement(),
        csv.strictFormat(),
        csv.rowLimit());
  }

  private static Charset charset(String name) {
    try {
      Charset charset = Charset.valueOf(name.toUpperCase(Locale.ROOT));
      return charset == Charset.UTF8 ? Charset.UTF8MB4 : charset;
    } catch (IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option character-set: '%s' (expected: binary, utf8, utf8mb4, ascii, latin1, gbk or gb18030)"
              .formatted(name),
          e);
    }
  }
}
