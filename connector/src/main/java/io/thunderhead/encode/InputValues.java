package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * The values that a load gives the columns of a table for rows of input: converted, computed or by
 * default, and refused by the same rules; no KVs are made. Not thread-safe.
 */
public final class InputValues {
  /** Ids that the load gives are not compared, so that any will do. */
  private static final long ANY_ID = 1;

  private static final KvSink NOTHING =
      new KvSink() {
        @Override
        public void put(Bytes key, Bytes value) {}

        @Override
        public boolean takes(Bytes key) {
          return false;
        }
      };

  private final TableInfo table;
  private final RowEncoders encoders;
  private final List<ColumnInfo> ofTheMoment = new ArrayList<>();
  private InputColumns lastColumns;
  private int[] positions;

  /** Makes values for rows of a table. */
  public InputValues(TableInfo table, EncodeSettings settings) {
    this.table = table;
    this.encoders = new RowEncoders(table, settings);
    for (ColumnInfo column : table.columns()) {
      if (!column.generated()
          && (table.generatesIds(column) || DefaultValues.isOfTheMoment(column))) {
        ofTheMoment.add(column);
      }
    }
  }

  /**
   * Takes a row.
   *
   * @throws io.thunderhead.error.LoadException BAD_ROW when a load cannot store it;
   *     SOURCE_SCHEMA_INVALID when the input does not fit the table; UNSUPPORTED when the table
   *     cannot be loaded
   */
  public void load(InputRow row) {
    encoders.encode(row, ANY_ID, NOTHING);
  }

  /** Returns the value of the row that was loaded last in a column, by its offset. */
  public Datum value(int offset) {
    return encoders.value(offset);
  }

  /**
   * Notes the offsets of columns whose values in a row only the load itself knew: ids that it gave,
   * defaults that depend on the moment, and stored columns that are computed from those.
   */
  public void noteUnknown(InputRow row, BitSet unknown) {
    if (ofTheMoment.isEmpty()) {
      return;
    }
    if (!row.columns().equals(lastColumns)) {
      lastColumns = row.columns();
      InputPositions inputs = new InputPositions(table, lastColumns);
      positions = ofTheMoment.stream().mapToInt(inputs::position).toArray();
    }
    for (int i = 0; i < positions.length; i++) {
      ColumnInfo column = ofTheMoment.get(i);
      int at = positions[i];
      boolean given = at >= 0 && at < row.length();
      if ((!given || (table.generatesIds(column) && row.isNull(at)))
          && !unknown.get(column.offset())) {
        unknown.set(column.offset());
        noteComputed(column, unknown);
      }
    }
  }

  private void noteComputed(ColumnInfo from, BitSet unknown) {
    String name = "`" + from.name().toLowerCase(Locale.ROOT) + "`";
    for (ColumnInfo column : table.columns()) {
      if (!unknown.get(column.offset())
          && column.generatedExpression().toLowerCase(Locale.ROOT).contains(name)) {
        unknown.set(column.offset());
        noteComputed(column, unknown);
      }
    }
  }
}
