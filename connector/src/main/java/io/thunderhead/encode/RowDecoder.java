package io.thunderhead.encode;

import io.thunderhead.schema.TableInfo;
import java.time.ZoneId;
import java.util.List;

/** Turns a stored record back into the text of its columns; not thread-safe. */
public final class RowDecoder {
  /** Resolves the public columns of a table; TIMESTAMPs are shown in {@code zone}. */
  public RowDecoder(TableInfo table, ZoneId zone) {
    throw new UnsupportedOperationException(table + " " + zone);
  }

  /**
   * Returns the text of every public column in order, null for NULL.
   *
   * @throws IllegalArgumentException when key or value are not those of a record of the table
   */
  public List<String> decode(byte[] recordKey, byte[] value) {
    if (recordKey.length > 0) {
      throw new UnsupportedOperationException("decode of " + value.length + " bytes");
    }
    return List.of();
  }
}
