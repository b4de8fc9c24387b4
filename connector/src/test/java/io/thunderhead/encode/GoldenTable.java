package io.thunderhead.encode;

import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** One folder of golden data: a table, its rows and what a real cluster stored for them. */
record GoldenTable(Path folder) {
  static final Path ROOT =
      Path.of(System.getProperty("thunderhead.golden", "../minicluster/src/test/resources/golden"));

  /** Lists the folders that have rows, as {@code tables/int_pk}. */
  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (String part : List.of("tables", "random")) {
      try (Stream<Path> folders = Files.list(ROOT.resolve(part))) {
        folders.map(folder -> part + "/" + folder.getFileName()).sorted().forEach(names::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  static GoldenTable of(String name) {
    return new GoldenTable(ROOT.resolve(name));
  }

  /** Unpacks a dumped table of the flights into a folder that is laid out as all others. */
  static GoldenTable ofDump(String name, Path folder) throws IOException {
    Path nyc = ROOT.resolve("nyc");
    for (String file : List.of("table.json", "checksum.tsv")) {
      Files.copy(nyc.resolve("tables").resolve(name).resolve(file), folder.resolve(file));
    }
    Path packed = nyc.resolve("dumps/csv-gzip/nyc." + name + ".000000000.csv.gz");
    try (InputStream dump = new GZIPInputStream(Files.newInputStream(packed))) {
      Files.copy(dump, folder.resolve("data.csv"));
    }
    return new GoldenTable(folder);
  }

  TableInfo table() {
    return TableInfo.fromJson(bytes("table.json"));
  }

  /** Returns the hex values by the hex keys. */
  SortedMap<String, String> kvs() {
    TreeMap<String, String> kvs = new TreeMap<>();
    for (String line : text("kv.tsv").lines().toList()) {
      String[] parts = line.split("\t", -1);
      kvs.put(parts[0], parts[1]);
    }
    return kvs;
  }

  /** Returns a number of checksum.tsv. */
  long checksum(String name) {
    for (String line : text("checksum.tsv").lines().toList()) {
      String[] parts = line.split("\t", -1);
      if (parts[0].equals(name)) {
        return Long.parseUnsignedLong(parts[1]);
      }
    }
    throw new IllegalStateException(name + " is not in " + folder.resolve("checksum.tsv"));
  }

  List<String> header() {
    return csv().get(0).stream().map(field -> new String(field, StandardCharsets.UTF_8)).toList();
  }

  /** The schema of {@link #rows}: bytes for columns that hold bytes, else text. */
  StructType input() {
    StructType type = new StructType();
    TableInfo table = table();
    for (String name : header()) {
      type = type.add(name, isBytes(table, name) ? DataTypes.BinaryType : DataTypes.StringType);
    }
    return type;
  }

  List<Row> rows() {
    TableInfo table = table();
    List<List<byte[]>> csv = csv();
    List<String> header = header();
    List<Row> rows = new ArrayList<>();
    for (List<byte[]> fields : csv.subList(1, csv.size())) {
      Object[] values = new Object[header.size()];
      for (int i = 0; i < values.length; i++) {
        byte[] field = fields.get(i);
        boolean raw = field == null || isBytes(table, header.get(i));
        values[i] = raw ? field : new String(field, StandardCharsets.UTF_8);
      }
      rows.add(RowFactory.create(values));
    }
    return rows;
  }

  private static boolean isBytes(TableInfo table, String name) {
    for (ColumnInfo column : table.columns()) {
      if (column.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
        FieldType type = column.type();
        return type.tp() == FieldType.BIT || (type.isString() && type.charset().equals("binary"));
      }
    }
    return false;
  }

  /** Reads the dialect of data.csv: quotes, backslash escapes, a bare {@code \N} for NULL. */
  private List<List<byte[]>> csv() {
    byte[] data = bytes("data.csv");
    List<List<byte[]>> lines = new ArrayList<>();
    List<byte[]> line = new ArrayList<>();
    int at = 0;
    while (at < data.length) {
      ByteArrayOutputStream field = new ByteArrayOutputStream();
      boolean isNull = false;
      if (data[at] == '"') {
        at = quoted(data, at + 1, field);
      } else {
        int start = at;
        while (at < data.length && data[at] != ',' && data[at] != '\r' && data[at] != '\n') {
          at++;
        }
        field.write(data, start, at - start);
        isNull = field.toString(StandardCharsets.UTF_8).equals("\\N");
      }
      line.add(isNull ? null : field.toByteArray());
      at += at < data.length && data[at] == '\r' ? 1 : 0;
      if (at == data.length || data[at] == '\n') {
        lines.add(line);
        line = new ArrayList<>();
      }
      at++;
    }
    return lines;
  }

  private static int quoted(byte[] data, int from, ByteArrayOutputStream field) {
    int at = from;
    while (true) {
      if (data[at] == '\\') {
        field.write(unescaped(data[at + 1]));
        at += 2;
      } else if (data[at] == '"' && at + 1 < data.length && data[at + 1] == '"') {
        field.write('"');
        at += 2;
      } else if (data[at] == '"') {
        return at + 1;
      } else {
        field.write(data[at++]);
      }
    }
  }

  private static int unescaped(byte letter) {
    return switch (letter) {
      case '0' -> 0;
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> 0x1a;
      default -> letter;
    };
  }

  private String text(String file) {
    return new String(bytes(file), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String file) {
    try {
      return Files.readAllBytes(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
