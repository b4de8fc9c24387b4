package io.thunderhead.parquet;

import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files that parquet-hadoop writes, and their rows as text. */
final class ParquetFiles {
  private ParquetFiles() {}

  /** Writes a file of one column {@code c}, one row for each value. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the rows are only read
  static SourceFile write(Path path, String column, Consumer<Group>... rows) {
    return write(
        path,
        "message m { " + column + (column.endsWith("}") ? " }" : "; }"),
        Map.of(),
        builder -> builder,
        List.of(rows));
  }

  /**
   * Writes a file.
   *
   * @param footer key-value metadata
   */
  static SourceFile write(
      Path path,
      String schema,
      Map<String, String> footer,
      UnaryOperator<ExampleParquetWriter.Builder> settings,
      List<Consumer<Group>> rows) {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    SimpleGroupFactory groups = new SimpleGroupFactory(type);
    try (ParquetWriter<Group> writer =
        settings
            .apply(
                ExampleParquetWriter.builder(
                        HadoopOutputFile.fromPath(
                            new org.apache.hadoop.fs.Path(path.toUri()), new Configuration()))
                    .withType(type)
                    .withExtraMetaData(footer))
            .build()) {
      for (Consumer<Group> row : rows) {
        Group group = groups.newGroup();
        row.accept(group);
        writer.write(group);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file(path);
  }

  /** Returns a file as a listing has it. */
  static SourceFile file(Path path) {
    try {
      return new SourceFile(
          path.toUri().toString(), Files.size(path), 0, FileFormat.PARQUET, Compression.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the rows of a slice, each value as kind and text. */
  static List<String> read(FileSlice slice, ParquetSettings settings) throws IOException {
    List<String> rows = new ArrayList<>();
    try (ParquetReader reader = ParquetReader.open(slice, settings, new Configuration())) {
      SourceRow row = new SourceRow();
      while (reader.next(row)) {
        rows.add(row.problem() == null ? text(row) : row.problem());
      }
    }
    return rows;
  }

  private static String text(SourceRow row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      values.add(row.isNull(i) ? "NULL" : row.kind(i) + " " + row.text(i));
    }
    return String.join(", ", values);
  }
}
