package io.thunderhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps imports pointing down, from the Spark door to the codec. */
class ImportDirectionTest {
  private static final Path SOURCES = Path.of("src/main/java/io/thunderhead");
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([\\w.]+);", Pattern.MULTILINE);

  /** Each package with the packages of ours that it may import. */
  private static final Map<String, Set<String>> BELOW =
      Map.ofEntries(
          Map.entry("error", Set.of()),
          Map.entry("type", Set.of("codec", "error")),
          Map.entry("codec", Set.of("error")),
          Map.entry("option", Set.of("error", "type")),
          Map.entry("schema", Set.of("codec", "type", "error", "option")),
          Map.entry("rpc", Set.of("error")),
          Map.entry("pd", Set.of("rpc", "codec", "error")),
          Map.entry("tikv", Set.of("pd", "rpc", "codec", "error")),
          Map.entry("checksum", Set.of("tikv", "codec", "error")),
          Map.entry("json", Set.of("codec", "type")),
          Map.entry("locate", Set.of("schema", "type", "codec", "error")),
          Map.entry("expr", Set.of("schema", "json", "codec", "type", "error")),
          Map.entry(
              "encode",
              Set.of("expr", "locate", "schema", "json", "codec", "type", "option", "error")),
          Map.entry("sql", Set.of("schema", "option", "rpc", "error")),
          Map.entry(
              "logical",
              Set.of("sql", "encode", "schema", "rpc", "codec", "type", "option", "error")),
          Map.entry("journal", Set.of("sql", "error")),
          Map.entry("partition", Set.of("codec", "error")),
          Map.entry("conflict", Set.of("checksum", "schema", "codec", "error")),
          Map.entry("block", Set.of("codec")),
          Map.entry("sst", Set.of("codec", "option", "error")),
          Map.entry("ingest", Set.of("sst", "checksum", "tikv", "pd", "rpc", "codec", "error")),
          Map.entry("unpack", Set.of()),
          Map.entry("watch", Set.of()),
          Map.entry("page", Set.of()),
          Map.entry("source", Set.of("unpack", "codec", "type", "option", "error")),
          Map.entry("csv", Set.of("source", "codec", "type", "error")),
          Map.entry("sqldump", Set.of("source", "codec", "type", "error")),
          Map.entry("parquet", Set.of("source", "codec", "type", "error")),
          Map.entry(
              "input",
              Set.of("csv", "sqldump", "parquet", "source", "codec", "type", "option", "error")),
          Map.entry("route", Set.of("source", "option", "error")),
          Map.entry("dm", Set.of("route", "option", "error")),
          Map.entry("snapshot", Set.of("route", "sql", "option", "error")),
          Map.entry(
              "dump",
              Set.of(
                  "load", "watch", "rows", "route", "input", "source", "sql", "option", "error")),
          Map.entry(
              "precheck",
              Set.of(
                  "logical", "sql", "encode", "schema", "tikv", "pd", "rpc", "codec", "type",
                  "option", "error")),
          Map.entry("aside", Set.of("source", "codec", "type", "option", "error")),
          Map.entry("rowid", Set.of("encode", "sql", "schema", "rpc", "option", "error")),
          Map.entry(
              "rows",
              Set.of(
                  "aside",
                  "rowid",
                  "input",
                  "csv",
                  "source",
                  "encode",
                  "partition",
                  "schema",
                  "codec",
                  "type",
                  "option",
                  "error")),
          Map.entry(
              "task",
              Set.of(
                  "rows",
                  "aside",
                  "rowid",
                  "logical",
                  "block",
                  "conflict",
                  "sql",
                  "source",
                  "encode",
                  "partition",
                  "ingest",
                  "checksum",
                  "tikv",
                  "pd",
                  "rpc",
                  "schema",
                  "codec",
                  "type",
                  "option",
                  "error")),
          Map.entry(
              "load",
              Set.of(
                  "watch",
                  "task",
                  "rows",
                  "aside",
                  "rowid",
                  "precheck",
                  "logical",
                  "journal",
                  "conflict",
                  "sql",
                  "source",
                  "encode",
                  "partition",
                  "sst",
                  "checksum",
                  "ingest",
                  "tikv",
                  "pd",
                  "rpc",
                  "schema",
                  "codec",
                  "type",
                  "option",
                  "error")),
          Map.entry(
              "verify",
              Set.of(
                  "load", "rows", "logical", "sql", "encode", "json", "tikv", "pd", "rpc", "schema",
                  "codec", "type", "option", "error")),
          Map.entry("statement", Set.of("option", "error")),
          Map.entry(
              "scan",
              Set.of("load", "encode", "tikv", "pd", "rpc", "schema", "codec", "option", "error")),
          Map.entry(
              "catalog",
              Set.of("scan", "load", "sql", "tikv", "pd", "rpc", "schema", "option", "error")),
          Map.entry(
              "spark",
              Set.of(
                  "catalog",
                  "scan",
                  "statement",
                  "load",
                  "task",
                  "rows",
                  "route",
                  "input",
                  "journal",
                  "encode",
                  "schema",
                  "source",
                  "codec",
                  "type",
                  "option",
                  "error")));

  /** Packages that may see Spark at all. */
  private static final Set<String> SPARK_USERS =
      Set.of(
          "spark",
          "load",
          "task",
          "rows",
          "aside",
          "rowid",
          "dump",
          "verify",
          "source",
          "parquet",
          "partition");

  @Test
  void importsPointDown() throws IOException {
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (Path file : sources()) {
      String from = SOURCES.relativize(file).getName(0).toString();
      seen.add(from);
      for (String imported : imports(file)) {
        if (imported.startsWith("io.thunderhead.")) {
          String to = imported.split("\\.")[2];
          if (!to.equals(from) && !BELOW.getOrDefault(from, Set.of()).contains(to)) {
            wrong.add(file.getFileName() + ": " + from + " imports " + to);
          }
        }
        boolean sparkDoor = imported.startsWith("org.apache.spark.sql.connector.");
        boolean spark = imported.startsWith("org.apache.spark.");
        if ((sparkDoor && !from.equals("spark")) || (spark && !SPARK_USERS.contains(from))) {
          wrong.add(file.getFileName() + ": " + from + " imports " + imported);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(seen).isEqualTo(new TreeSet<>(BELOW.keySet()));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(f -> f.toString().endsWith(".java")).toList();
    }
  }

  private static List<String> imports(Path file) throws IOException {
    Matcher matcher = IMPORT.matcher(Files.readString(file));
    List<String> imports = new ArrayList<>();
    while (matcher.find()) {
      imports.add(matcher.group(1));
    }
    return imports;
  }
}
