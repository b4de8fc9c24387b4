package io.thunderhead.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.thunderhead.error.LoadException;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.crypto.ColumnEncryptionProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that cannot be read: each error names its file. */
class ParquetErrorsTest {
  private static final String SCHEMA =
      "message m { required int64 id; optional binary word (STRING); }";
  private static final Configuration HADOOP = new Configuration();
  private static final int ROWS = 500;
  private static final byte[] KEY = "0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 8, 9, 100, 1000})
  void namesFilesThatAreCutOff(int missing) throws IOException {
    byte[] whole = Files.readAllBytes(written(builder -> builder));
    assertUnreadable(whole, whole.length - missing);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 11, 12})
  void namesFilesThatHaveTheirStartOnly(int length) throws IOException {
    assertUnreadable(Files.readAllBytes(written(builder -> builder)), length);
  }

  @Test
  void namesFilesOfAnotherFormat() throws IOException {
    byte[] text = "id,word\n".repeat(100).getBytes(StandardCharsets.UTF_8);
    assertUnreadable(text, text.length);
  }

  @Test
  void namesFilesThatAreGone() {
    SourceFile gone =
        new SourceFile(
            folder.resolve("gone.parquet").toUri().toString(),
            1000,
            0,
            FileFormat.PARQUET,
            Compression.NONE);
    assertThatThrownBy(() -> read(gone))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("gone.parquet is not there: it was deleted or moved");
  }

  @Test
  void namesTheRowGroupOfAPageThatIsDamaged() throws IOException {
    Path path = written(builder -> builder.withCompressionCodec(CompressionCodecName.UNCOMPRESSED));
    byte[] bytes = Files.readAllBytes(path);
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("word-17");
    bytes[at] ^= 1;
    Files.write(path, bytes);
    assertThatThrownBy(() -> read(ParquetFiles.file(path)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "a.parquet: row 1, in row group 1 of codec UNCOMPRESSED, cannot be read")
        .hasMessageContaining("CRC");
  }

  @Test
  void namesFilesWithAnEncryptedFooter() {
    Path path =
        written(builder -> builder.withEncryption(FileEncryptionProperties.builder(KEY).build()));
    assertThatThrownBy(() -> read(ParquetFiles.file(path)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.parquet cannot be read, as it is encrypted");
  }

  @Test
  void namesColumnsThatAreEncrypted() {
    ColumnPath word = ColumnPath.get("word");
    Path path =
        written(
            builder ->
                builder.withEncryption(
                    FileEncryptionProperties.builder(KEY)
                        .withPlaintextFooter()
                        .withEncryptedColumns(
                            Map.of(
                                word,
                                ColumnEncryptionProperties.builder(word).withKey(KEY).build()))
                        .build()));
    assertThatThrownBy(() -> read(ParquetFiles.file(path)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.parquet")
        .hasMessageContaining("word")
        .hasMessageContaining("encrypted");
    assertThat(catchThrowable(() -> ParquetReader.slices(ParquetFiles.file(path), 1, HADOOP)))
        .isNull();
  }

  @Test
  void namesFilesWhoseFirstColumnIsEncrypted() {
    ColumnPath id = ColumnPath.get("id");
    Path path =
        written(
            builder ->
                builder.withEncryption(
                    FileEncryptionProperties.builder(KEY)
                        .withPlaintextFooter()
                        .withEncryptedColumns(
                            Map.of(id, ColumnEncryptionProperties.builder(id).withKey(KEY).build()))
                        .build()));
    SourceFile file = ParquetFiles.file(path);
    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(() -> read(file), () -> ParquetReader.slices(file, 1, HADOOP))) {
      assertThatThrownBy(reading)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("a.parquet")
          .hasMessageContaining("encrypted");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LZO", "BROTLI"})
  void namesCodecsThatAreNotThere(CompressionCodecName codec) throws IOException {
    Path path = folder.resolve("a.parquet");
    MessageType schema = MessageTypeParser.parseMessageType("message m { required int32 c; }");
    ParquetFileWriter writer =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(
                new org.apache.hadoop.fs.Path(path.toUri()), new Configuration()),
            schema,
            ParquetFileWriter.Mode.CREATE,
            1 << 20,
            0,
            64,
            1 << 16,
            true);
    writer.start();
    writer.startBlock(1);
    writer.startColumn(schema.getColumns().get(0), 1, codec);
    writer.writeDataPage(
        1,
        4,
        BytesInput.from(new byte[] {1, 2, 3}),
        Statistics.createStats(schema.getType(0)),
        1,
        Encoding.RLE,
        Encoding.RLE,
        Encoding.PLAIN);
    writer.endColumn();
    writer.endBlock();
    writer.end(new HashMap<>());

    assertThatThrownBy(() -> read(ParquetFiles.file(path)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a.parquet: row 1, in row group 1 of codec " + codec)
        .hasMessageContaining("write the file with snappy, gzip or zstd");
  }

  @Test
  void readsOrNamesFilesWithAnyByteChanged() throws IOException {
    Path path = written(builder -> builder);
    byte[] whole = Files.readAllBytes(path);
    List<String> rows = read(ParquetFiles.file(path));
    Random random = new Random(20);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = whole.clone();
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, bytes);
      Throwable failure = catchThrowable(() -> read(ParquetFiles.file(path)));
      if (failure != null) {
        assertThat(failure)
            .as("byte %d", at)
            .isInstanceOfAny(IOException.class, LoadException.class)
            .hasMessageContaining("a.parquet");
      }
    }
    assertThat(rows).hasSize(ROWS);
  }

  private void assertUnreadable(byte[] bytes, int length) throws IOException {
    Path path = folder.resolve("broken.parquet");
    Files.write(path, Arrays.copyOf(bytes, length));
    SourceFile file = ParquetFiles.file(path);
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.parquet cannot be read as a Parquet file: ");
    assertThatThrownBy(() -> ParquetReader.slices(file, 1, HADOOP))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken.parquet cannot be read as a Parquet file: ");
  }

  private Path written(UnaryOperator<ExampleParquetWriter.Builder> settings) {
    List<Consumer<Group>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      long id = i;
      rows.add(row -> row.append("id", id).append("word", "word-" + id));
    }
    Path path = folder.resolve("a.parquet");
    ParquetFiles.write(path, SCHEMA, Map.of(), settings, rows);
    deleteIfThere(folder.resolve(".a.parquet.crc"));
    return path;
  }

  /** Without Hadoop's checksums beside local files it is the reader that finds the damage. */
  private static void deleteIfThere(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> read(SourceFile file) throws IOException {
    return ParquetFiles.read(FileSlice.whole(file), ParquetSettings.of(ZoneOffset.UTC));
  }
}
