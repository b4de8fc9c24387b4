package io.thunderhead.logical;

import io.thunderhead.type.ColumnType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.util.List;

/**
 * A row as it is sent. Its text, values in parentheses, is among that of {@link PendingRows}.
 *
 * @param number in its part, from 1
 * @param from where its text begins, in characters since the part's first
 * @param to where it ends, exclusive
 * @param bytes of the text as UTF-8
 * @param layout columns of the values
 * @param place where the row stands in its file
 */
record SentRow(long number, long from, long to, int bytes, RowText.Layout layout, String place) {
  /**
   * Returns the row as those who tell of bad rows read it: with the values as they were sent.
   *
   * @param text of the row
   */
  InputRow told(String text, RowText written) {
    return new Told(
        InputColumns.of(layout.columns().stream().map(each -> each.name()).toList()),
        written.values(text),
        place);
  }

  private record Told(InputColumns columns, List<String> values, String place) implements InputRow {
    @Override
    public int length() {
      return values.size();
    }

    @Override
    public boolean isNull(int index) {
      return values.get(index) == null;
    }

    @Override
    public void read(int index, ColumnType type, Datum out) {
      type.fromText(values.get(index), out);
    }

    @Override
    public String text(int index) {
      return values.get(index);
    }
  }
}
