package io.thunderhead.job;

import io.thunderhead.load.TableReader;
import io.thunderhead.option.LoadOptions;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code thunderhead read}: what is in a table, decoded from the stored bytes. */
@Command(
    name = "read",
    description = "Prints the first rows of a table, decoded from what the stores hold.",
    mixinStandardHelpOptions = true)
final class ReadCommand implements Callable<Integer> {
  enum Format {
    table,
    csv
  }

  @Spec private CommandSpec spec;

  @Option(names = "--pd", required = true, description = "PD's host:port.")
  private String pd;

  @Option(names = "--table", required = true, description = "database.table")
  private String table;

  @Option(
      names = "--limit",
      defaultValue = "10",
      description = "Most rows to print; default ${DEFAULT-VALUE}.")
  private int limit;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private Format format;

  @Option(
      names = "--time-zone",
      defaultValue = "UTC",
      description = "Zone in which TIMESTAMPs are shown; default ${DEFAULT-VALUE}.")
  private String zone;

  @Option(names = "--ca", defaultValue = "", description = "PEM file of the TLS authorities.")
  private String ca;

  @Option(names = "--cert", defaultValue = "", description = "PEM file of this client.")
  private String cert;

  @Option(names = "--key", defaultValue = "", description = "PEM file of the client's key.")
  private String key;

  @Option(
      names = "--store-address-map",
      defaultValue = "",
      paramLabel = "HOST:PORT=HOST:PORT",
      description = "Addresses that PD tells, with those to dial in their place.")
  private String addressMap;

  @Override
  public Integer call() {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("pd", pd);
    given.put("table", table);
    given.put("time-zone", zone);
    given.put("ca", ca);
    given.put("cert", cert);
    given.put("key", key);
    given.put("store-address-map", addressMap);
    TableReader.Rows rows = TableReader.read(LoadOptions.parse(given), limit);
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.csv) {
      RowPrinter.csv(rows, out);
    } else {
      RowPrinter.table(rows, out);
    }
    return ExitCode.OK;
  }
}
