package io.thunderhead.parquet;

import io.thunderhead.source.SourceRow;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;

/**
 * Reads a column that is no list, map or struct. Values are decoded many at a time, which is half
 * again as quick as going from column to column for each row.
 */
final class FlatField implements ColumnField {
  private static final int BATCH = 1024;

  private final MessageType schema;
  private final String createdBy;
  private final ColumnDescriptor column;
  private final int maxLevel;
  private final SourceRow batch = new SourceRow();
  private final RowSink sink = new RowSink(batch);
  private final PrimitiveConverter converter;
  private ColumnReader reader;
  private long left;
  private int next;

  /**
   * @param schema of this column alone
   * @param createdBy the writer, as the footer names it
   */
  FlatField(MessageType schema, String createdBy, ScalarForm form, LegacyCalendar calendar) {
    this.schema = schema;
    this.createdBy = createdBy;
    this.column = schema.getColumns().get(0);
    this.maxLevel = column.getMaxDefinitionLevel();
    this.converter = form.converters().make(sink, calendar);
  }

  @Override
  public void enter(PageReadStore group) {
    reader =
        new ColumnReadStoreImpl(group, new Root(converter), schema, createdBy)
            .getColumnReader(column);
    left = reader.getTotalValueCount();
    batch.start(batch.columns(), "", 0);
    next = 0;
  }

  @Override
  public void put(SourceRow row) {
    if (next == batch.length()) {
      decode();
    }
    row.copy(batch, next++);
  }

  private void decode() {
    next = 0;
    batch.start(batch.columns(), "", 0);
    int count = (int) Math.min(left, BATCH);
    for (int i = 0; i < count; i++) {
      if (reader.getCurrentDefinitionLevel() < maxLevel) {
        batch.putNull();
      } else {
        reader.writeCurrentValueToConverter();
      }
      reader.consume();
    }
    left -= count;
  }

  /** The record of a schema with one column. */
  private static final class Root extends GroupConverter {
    private final Converter only;

    private Root(Converter only) {
      this.only = only;
    }

    @Override
    public Converter getConverter(int index) {
      return only;
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
  }
}
