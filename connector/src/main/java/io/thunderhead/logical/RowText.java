package io.thunderhead.logical;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.RowValues;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.SqlMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes rows as SQL does, {@code (1,'a',0xFF,NULL)}, with values that their columns hold as they
 * are. Rows whose columns change have other {@link Layout}s. Not thread-safe.
 */
final class RowText {
  private final TableInfo table;
  private final EncodeSettings settings;
  private final boolean backslashes;
  private final Map<InputColumns, Layout> layouts = new HashMap<>();
  private InputColumns lastColumns;
  private int lastLength;
  private Layout last;

  /** Columns that a statement names. */
  static final class Layout {
    private final RowValues values;
    private final Form[] forms;
    private final boolean readsAsText;

    Layout(RowValues values) {
      this.values = values;
      this.forms = values.columns().stream().map(each -> Form.of(each.type())).toArray(Form[]::new);
      this.readsAsText =
          values.columns().stream()
              .allMatch(each -> readsAsText(Form.of(each.type()), each.type()));
    }

    List<ColumnInfo> columns() {
      return values.columns();
    }

    /**
     * Tells whether the text of the values means the same where no value has a type of its own, as
     * in files: not so bytes as hexadecimal digits, and numbers for YEAR and BIT.
     */
    boolean readsAsText() {
      return readsAsText;
    }

    private static boolean readsAsText(Form form, FieldType type) {
      return form != Form.HEXADECIMAL && type.tp() != FieldType.YEAR && type.tp() != FieldType.BIT;
    }
  }

  /** How the text of a value becomes a literal. */
  private enum Form {
    /** As it is. */
    NUMBER,
    /** With an exponent, without which it is a decimal of 65 digits at most. */
    FLOAT,
    /** As it is, unless it is empty. */
    HEXADECIMAL,
    QUOTED;

    static Form of(FieldType type) {
      return switch (type.tp()) {
        case FieldType.TINY,
            FieldType.SHORT,
            FieldType.INT24,
            FieldType.LONG,
            FieldType.LONGLONG,
            FieldType.NEW_DECIMAL,
            FieldType.YEAR,
            FieldType.BIT ->
            NUMBER;
        case FieldType.FLOAT, FieldType.DOUBLE -> FLOAT;
        default -> type.isString() && type.charset().equals("binary") ? HEXADECIMAL : QUOTED;
      };
    }
  }

  RowText(TableInfo table, EncodeSettings settings) {
    this.table = table;
    this.settings = settings;
    this.backslashes = !settings.sqlMode().contains(SqlMode.NO_BACKSLASH_ESCAPES);
  }

  /**
   * Writes a row. Columns at the end that it has no values for get their default.
   *
   * @return columns of the values
   * @throws LoadException BAD_ROW when a value cannot be stored; SOURCE_SCHEMA_INVALID when the
   *     columns do not fit the table
   */
  Layout write(InputRow row, StringBuilder out) {
    if (!row.columns().equals(lastColumns) || row.length() != lastLength) {
      choose(row);
    }
    last.values.load(row);
    out.append('(');
    for (int i = 0; i < last.forms.length; i++) {
      if (i > 0) {
        out.append(',');
      }
      append(i, last.forms[i], out);
    }
    out.append(')');
    return last;
  }

  private void append(int index, Form form, StringBuilder out) {
    if (last.values.isNull(index)) {
      out.append("NULL");
    } else if (form == Form.NUMBER) {
      last.values.appendText(index, out);
    } else {
      append(last.values.text(index), form, out);
    }
  }

  private void append(String text, Form form, StringBuilder out) {
    switch (form) {
      case NUMBER -> out.append(text);
      case FLOAT -> out.append(text).append(text.indexOf('e') < 0 ? "e0" : "");
      case HEXADECIMAL -> out.append(text.length() == 2 ? "''" : text);
      case QUOTED -> quote(text, out);
    }
  }

  private void quote(String text, StringBuilder out) {
    out.append('\'');
    boolean plain =
        text.indexOf('\'') < 0
            && !(backslashes && (text.indexOf('\\') >= 0 || text.indexOf('\0') >= 0));
    if (plain) {
      out.append(text).append('\'');
      return;
    }
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'' || (backslashes && (c == '\\' || c == '\0'))) {
        out.append(text, from, i).append(c == '\'' ? "''" : c == '\\' ? "\\\\" : "\\0");
        from = i + 1;
      }
    }
    out.append(text, from, text.length()).append('\'');
  }

  private void choose(InputRow row) {
    InputColumns columns = row.columns();
    boolean whole = row.length() >= columns.size();
    InputColumns given = whole ? columns : columns.first(row.length());
    Layout layout = layouts.get(given);
    if (layout == null) {
      layout = whole ? new Layout(values(given)) : ofShortRow(columns, given);
      layouts.put(given, layout);
    }
    last = layout;
    lastColumns = columns;
    lastLength = row.length();
  }

  private RowValues values(InputColumns columns) {
    return new RowValues(table, columns, settings);
  }

  /** A row that lacks values which have no default is a bad row; it tells nothing of the others. */
  private Layout ofShortRow(InputColumns columns, InputColumns given) {
    layouts.computeIfAbsent(columns, all -> new Layout(values(all)));
    try {
      return new Layout(values(given));
    } catch (LoadException e) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "the row has %d of %d fields: %s".formatted(given.size(), columns.size(), e.getMessage()),
          e);
    }
  }

  /** Returns the texts of the values of a row that was written; null for NULL. */
  List<String> values(String row) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    for (int at = 1; at < row.length() - 1; at++) {
      value.setLength(0);
      boolean quoted = row.charAt(at) == '\'';
      at = quoted ? readQuoted(row, at + 1, value) : readPlain(row, at, value);
      String text = value.toString();
      values.add(!quoted && text.equals("NULL") ? null : text);
    }
    return values;
  }

  /** Returns where the comma or the parenthesis behind the value is. */
  private static int readPlain(String row, int from, StringBuilder out) {
    int comma = row.indexOf(',', from);
    int end = comma < 0 ? row.length() - 1 : comma;
    out.append(row, from, end);
    return end;
  }

  private int readQuoted(String row, int from, StringBuilder out) {
    for (int at = from; ; at++) {
      char c = row.charAt(at);
      if (c == '\'' && row.charAt(at + 1) != '\'') {
        return at + 1;
      } else if (c == '\'' || (backslashes && c == '\\')) {
        at++;
        out.append(row.charAt(at) == '0' ? '\0' : row.charAt(at));
      } else {
        out.append(c);
      }
    }
  }
}
