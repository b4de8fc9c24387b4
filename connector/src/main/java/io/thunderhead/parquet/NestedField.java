package io.thunderhead.parquet;

import io.thunderhead.source.SourceRow;
import io.thunderhead.type.NestedWriter;
import io.thunderhead.type.NestedWriter.Token;
import io.thunderhead.type.SourceKind;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Reads a column that is a list, a map or a struct. */
final class NestedField implements ColumnField {
  private final NestedWriter writer = new NestedWriter();
  private final NestedConverters converters;
  private final Root root;
  private final MessageColumnIO columns;
  private final SourceKind kind;
  private final String name;
  private RecordReader<Boolean> reader;

  /**
   * @param schema of this column alone
   * @param createdBy the writer, as the footer names it
   */
  NestedField(MessageType schema, String createdBy, LegacyCalendar calendar) {
    Type type = schema.getType(0);
    this.name = type.getName();
    this.kind = NestedForm.kind(type);
    this.columns = new ColumnIOFactory(createdBy).getColumnIO(schema);
    this.converters = new NestedConverters(writer, calendar);
    this.root = new Root(type);
  }

  @Override
  public void enter(PageReadStore group) {
    reader =
        columns.getRecordReader(
            group,
            new RecordMaterializer<Boolean>() {
              @Override
              public Boolean getCurrentRecord() {
                return root.any;
              }

              @Override
              public GroupConverter getRootConverter() {
                return root;
              }
            });
  }

  @Override
  public void put(SourceRow row) {
    writer.to(row.buffer());
    if (reader.read()) {
      row.endNested(kind);
    } else {
      row.putNull();
    }
    if (converters.takeNullKey()) {
      row.fail("column '" + name + "': a map in it has a NULL key");
    }
  }

  /** The record, whose only field may be missing or repeated. */
  private final class Root extends GroupConverter {
    private final Converter only;
    private final boolean repeated;
    private boolean any;

    private Root(Type type) {
      this.repeated = type.isRepetition(Repetition.REPEATED);
      this.only = converters.of(type, this::open);
    }

    @Override
    public Converter getConverter(int index) {
      return only;
    }

    @Override
    public void start() {
      any = repeated;
      if (repeated) {
        writer.put(Token.ARRAY);
      }
    }

    @Override
    public void end() {
      if (repeated) {
        writer.put(Token.END);
      }
    }

    private void open() {
      any = true;
    }
  }
}
