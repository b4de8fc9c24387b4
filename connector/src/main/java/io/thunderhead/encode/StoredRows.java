package io.thunderhead.encode;

import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.SqlMode;
import java.util.Set;

/** Makes all KVs of rows again from their stored records. Not thread-safe. */
public final class StoredRows {
  /** No row gets an id of this: each brings its own. */
  private static final long NO_ROW_ID = 1;

  private final StoredRow row;
  private final RowEncoder encoder;

  /**
   * Resolves the table; values are taken as they are, whatever the settings' modes.
   *
   * @throws io.thunderhead.error.LoadException UNSUPPORTED when the table cannot be loaded
   */
  public StoredRows(TableInfo table, EncodeSettings settings) {
    EncodeSettings asStored =
        new EncodeSettings(
            settings.zone(),
            Set.of(SqlMode.NO_AUTO_VALUE_ON_ZERO),
            settings.newCollation(),
            settings.statementTime(),
            settings.rowFormat());
    this.row = new StoredRow(table, asStored);
    this.encoder = new RowEncoder(table, row.columns(), asStored);
  }

  /**
   * Pours the record and then the index entries of a row, all with raw keys.
   *
   * @param recordKey raw
   * @throws io.thunderhead.error.LoadException BAD_ROW when an expression of the table fails
   * @throws IllegalArgumentException when these are no record of the table
   */
  public void encode(byte[] recordKey, byte[] value, KvSink sink) {
    row.set(recordKey, value);
    encoder.encode(row, NO_ROW_ID, sink);
  }
}
