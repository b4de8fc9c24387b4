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

/** Reads a column that is no list, map or struct. */
final class FlatField implements ColumnField {
  private final MessageType schema;
  private final String createdBy;
  private final ColumnDescriptor column;
  private final RowSink sink = new RowSink();
  private final PrimitiveConverter converter;
  private ColumnReader reader;

  /**
   * @param schema of this column alone
   * @param createdBy the writer, as the footer names it
   */
  FlatField(MessageType schema, String createdBy, ScalarForm form, LegacyCalendar calendar) {
    this.schema = schema;
    this.createdBy = createdBy;
    this.column = schema.getColumns().get(0);
    this.converter = form.converters().make(sink, calendar);
  }

  @Override
  public void enter(PageReadStore group) {
    reader =
        new ColumnReadStoreImpl(group, new Root(converter), schema, createdBy)
            .getColumnReader(column);
  }

  @Override
  public void put(SourceRow row) {
    if (reader.getCurrentDefinitionLevel() < column.getMaxDefinitionLevel()) {
      row.putNull();
    } else {
      sink.fill(row);
      reader.writeCurrentValueToConverter();
    }
    reader.consume();
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
