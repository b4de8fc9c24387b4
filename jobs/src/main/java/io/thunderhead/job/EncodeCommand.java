package io.thunderhead.job;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.SqlMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code thunderhead encode}: the key-value pairs of files, without a cluster and without Spark.
 */
@Command(
    name = "encode",
    description = "Prints or writes the key-value pairs that a load would store; needs no cluster.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "One file:    encode --table-info table.json --source data.csv --limit 3",
      "Many tables: encode --cases DIR --out DIR",
      "table.json is what TiDB's status port answers on /schema/DATABASE/TABLE. The file names its",
      "columns in its first line, quotes with \", escapes with \\, and has \\N for NULL."
    })
final class EncodeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--table-info", paramLabel = "FILE", description = "TiDB's JSON of the table.")
  private Path tableInfo;

  @Option(names = "--source", paramLabel = "URI", description = "CSV file of the table's rows.")
  private String source;

  @Option(
      names = "--cases",
      paramLabel = "DIR",
      description = "Folder of folders, each with a table.json and a data.csv.")
  private Path cases;

  @Option(
      names = "--out",
      paramLabel = "PATH",
      description = "File to write; with --cases the folder for each case's files.")
  private Path out;

  @Option(
      names = "--limit",
      defaultValue = "9223372036854775807",
      showDefaultValue = Visibility.NEVER,
      paramLabel = "N",
      description = "Most rows of the source to encode; default: all.")
  private long limit;

  @Option(
      names = "--time-zone",
      defaultValue = "+00:00",
      description = "Zone in which TIMESTAMP texts are read; default ${DEFAULT-VALUE}.")
  private String timeZone;

  @Option(
      names = "--sql-mode",
      defaultValue = "ONLY_FULL_GROUP_BY,NO_AUTO_CREATE_USER",
      description = "SQL mode; default ${DEFAULT-VALUE}, which is not strict.")
  private String sqlMode;

  @Option(
      names = "--new-collation",
      defaultValue = "true",
      arity = "1",
      description = "The cluster's new_collation_enabled; default ${DEFAULT-VALUE}.")
  private boolean newCollation;

  @Override
  public Integer call() throws IOException {
    boolean many = cases != null;
    if (many
        ? out == null || source != null || tableInfo != null
        : source == null || tableInfo == null) {
      throw new ParameterException(
          spec.commandLine(), "Give either --table-info and --source, or --cases and --out");
    }
    return many
        ? new EncodeCases(settings(), spec.commandLine().getOut()).run(cases, out)
        : encodeOne();
  }

  private int encodeOne() throws IOException {
    TableInfo table = table(tableInfo);
    if (out == null) {
      PrintWriter console = spec.commandLine().getOut();
      new FileRows(table, settings()).encode(source, limit, new KvPrinter(table, console));
      console.flush();
    } else {
      try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(out))) {
        new FileRows(table, settings()).encode(source, limit, new KvPrinter(table, file));
      }
    }
    return ExitCode.OK;
  }

  private EncodeSettings settings() {
    try {
      return new EncodeSettings(
          ZoneId.of(timeZone), SqlMode.parse(sqlMode), newCollation, Instant.now());
    } catch (DateTimeException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  /**
   * Reads the JSON of a table.
   *
   * @throws LoadException SOURCE_UNREADABLE when there is none
   */
  static TableInfo table(Path file) throws IOException {
    try {
      return TableInfo.fromJson(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw missing(file.toString(), e);
    } catch (IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "%s is no table: %s. Take it from TiDB's status port.".formatted(file, e.getMessage()),
          e);
    }
  }

  /**
   * Opens a file of this machine or, when its address has a scheme, of any Hadoop file system.
   *
   * @throws LoadException SOURCE_UNREADABLE when there is none
   */
  static InputStream open(String source) throws IOException {
    try {
      if (source.contains("://")) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(source);
        return path.getFileSystem(new Configuration()).open(path);
      }
      return Files.newInputStream(Path.of(source));
    } catch (NoSuchFileException | FileNotFoundException e) {
      throw missing(source, e);
    }
  }

  private static LoadException missing(String file, IOException cause) {
    return new LoadException(
        ErrorCode.SOURCE_UNREADABLE, file + " is not there. Check the path.", cause);
  }
}
