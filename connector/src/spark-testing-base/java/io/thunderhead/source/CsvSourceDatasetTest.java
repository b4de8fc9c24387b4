package io.thunderhead.source;

import com.holdenkarau.spark.testing.JavaDatasetSuiteBase;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Serializable;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What a CSV file reads as, row for row. */
public class CsvSourceDatasetTest extends JavaDatasetSuiteBase implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.StringType)
          .add("name", DataTypes.StringType)
          .add(CsvSource.BAD_LINE, DataTypes.StringType);

  @Rule public transient TemporaryFolder folder = new TemporaryFolder();

  @Override
  public boolean enableHiveSupport() {
    return false;
  }

  @Test
  public void readsTextNullAndQuotes() throws IOException {
    assertReads(
        plain("id,name\n1,one\n2,NA\n3,\"a, \"\"b\"\"\"\n4,\"\"\n"),
        RowFactory.create("1", "one", null),
        RowFactory.create("2", null, null),
        RowFactory.create("3", "a, \"b\"", null),
        RowFactory.create("4", "", null));
  }

  @Test
  public void readsCompressedFiles() throws IOException {
    assertReads(gzip("id,name\n1,one\n"), RowFactory.create("1", "one", null));
  }

  @Test
  public void marksALineWithAnotherNumberOfFields() throws IOException {
    Path file = plain("id,name\n1,one\n2,two,3\n4\n");
    assertReads(
        file,
        RowFactory.create("1", "one", null),
        RowFactory.create("2", "two", file.toUri() + ": 2,two,3"),
        RowFactory.create("4", null, file.toUri() + ": 4"));
  }

  private void assertReads(Path file, Row... expected) {
    CsvSettings settings =
        new CsvSettings(List.of(file.toString()), true, List.of(), ",", "\"", "NA");
    Dataset<Row> read = CsvSource.open(spark(), settings);
    assertDataFrameDataEquals(spark().createDataFrame(List.of(expected), SCHEMA), read);
  }

  private Path plain(String text) throws IOException {
    Path file = folder.newFile("rows.csv").toPath();
    Files.writeString(file, text);
    return file;
  }

  private Path gzip(String text) throws IOException {
    Path file = folder.newFile("rows.csv.gz").toPath();
    try (Writer writer =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      writer.write(text);
    }
    return file;
  }
}
