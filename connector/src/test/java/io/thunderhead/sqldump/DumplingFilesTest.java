package io.thunderhead.sqldump;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Dumpling wrote as SQL holds the rows that it wrote as CSV. */
class DumplingFilesTest {
  private static final Path DUMPS = Path.of("../minicluster/src/test/resources/golden/nyc/dumps");

  @ParameterizedTest
  @ValueSource(strings = {"airlines", "airports", "planes", "weather", "flights"})
  void haveTheRowsOfTheCsvFiles(String table) throws IOException {
    List<List<String>> expected = csv(table);
    List<String> columns = expected.remove(0);

    assertThat(expected).isNotEmpty();
    assertThat(sql("sql", table, columns)).isEqualTo(expected);
    assertThat(sql("sql-zstd", table, columns)).isEqualTo(expected);
  }

  private static List<List<String>> sql(String folder, String table, List<String> columns)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (Path path : files(folder, table, ".sql")) {
      Compression compression = Compression.ofName(path.toString());
      ByteSource source = ignored -> open(path);
      SourceFile file =
          new SourceFile(path.toString(), Files.size(path), 0, FileFormat.SQL, compression);
      try (SqlReader reader =
          SqlReader.open(FileSlice.whole(file), SqlDialect.of(columns), source)) {
        SourceRow row = new SourceRow();
        while (reader.next(row)) {
          assertThat(row.problem()).isNull();
          List<String> values = new ArrayList<>();
          for (int i = 0; i < row.length(); i++) {
            values.add(row.text(i));
          }
          rows.add(values);
        }
      }
    }
    return rows;
  }

  /** Reads Dumpling's CSV: header, quotes around text, backslash escapes, bare {@code \N}. */
  private static List<List<String>> csv(String table) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (Path path : files("csv", table, ".csv")) {
      String[] lines = Files.readString(path, StandardCharsets.UTF_8).split("\r\n");
      for (int i = rows.isEmpty() ? 0 : 1; i < lines.length; i++) {
        List<String> row = new ArrayList<>();
        for (int from = 0; from <= lines[i].length(); ) {
          int to = fieldEnd(lines[i], from);
          boolean quoted = lines[i].startsWith("\"", from);
          String text =
              quoted ? lines[i].substring(from + 1, to - 1) : lines[i].substring(from, to);
          row.add(text.equals("\\N") ? "NULL" : text.replaceAll("\\\\(.)", "$1"));
          from = to + 1;
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static int fieldEnd(String line, int from) {
    int at = from;
    boolean inside = false;
    while (at < line.length() && (inside || line.charAt(at) != ',')) {
      inside ^= line.charAt(at) == '"';
      at += line.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  private static List<Path> files(String folder, String table, String ending) throws IOException {
    try (Stream<Path> all = Files.list(DUMPS.resolve(folder))) {
      return all.filter(f -> f.getFileName().toString().startsWith("nyc." + table + ".0"))
          .filter(f -> f.getFileName().toString().contains(ending))
          .sorted()
          .toList();
    }
  }

  private static InputStream open(Path path) throws IOException {
    return Compression.ofName(path.toString()).open(Files.newInputStream(path), path.toString());
  }
}
