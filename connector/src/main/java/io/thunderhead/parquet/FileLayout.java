package io.thunderhead.parquet;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SourceKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** What is read of one file: the columns by their names in the table, and how. */
final class FileLayout {
  private final List<Type> types = new ArrayList<>();
  private final List<ColumnField> fields = new ArrayList<>();
  private final InputColumns columns;
  private final String name;

  /**
   * @param path of the file, for messages
   * @throws LoadException SOURCE_SCHEMA_INVALID that names every column that cannot be read
   */
  FileLayout(FileMetaData file, ParquetSettings settings, String path) {
    LegacyCalendar calendar =
        LegacyCalendar.of(file.getKeyValueMetaData(), settings.calendar(), settings.zone());
    List<String> names = new ArrayList<>();
    List<SourceKind> kinds = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    name = file.getSchema().getName();
    int position = 0;
    for (Type type : file.getSchema().getFields()) {
      String column = settings.name(position++, type.getName());
      if (column == null) {
        continue;
      }
      String unsupported = NestedForm.unsupported(type);
      if (unsupported != null) {
        problems.add("column '" + type.getName() + "' has " + unsupported);
        continue;
      }
      MessageType alone = new MessageType(name, type);
      boolean flat = type.isPrimitive() && !type.isRepetition(Repetition.REPEATED);
      ScalarForm form = flat ? ScalarForm.of(type.asPrimitiveType()) : null;
      names.add(column);
      kinds.add(flat ? form.kind() : NestedForm.kind(type));
      types.add(type);
      fields.add(
          flat
              ? new FlatField(alone, file.getCreatedBy(), form, calendar)
              : new NestedField(alone, file.getCreatedBy(), calendar));
    }
    check(path, problems);
    columns = new InputColumns(names, kinds);
  }

  /** Returns what must be read of the file. */
  MessageType schema() {
    return new MessageType(name, types);
  }

  InputColumns columns() {
    return columns;
  }

  List<ColumnField> fields() {
    return fields;
  }

  private static void check(String path, List<String> problems) {
    if (!problems.isEmpty()) {
      throw new LoadException(
          ErrorCode.SOURCE_SCHEMA_INVALID,
          "%s has types that no TiDB column can take: %s; ignore these columns, or write them as another type"
              .formatted(path, String.join("; ", problems)));
    }
  }
}
