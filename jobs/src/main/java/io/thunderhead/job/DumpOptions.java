package io.thunderhead.job;

import io.thunderhead.route.TableFilter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options of a whole export. */
final class DumpOptions {
  private static final int TABLES = 2;

  @Option(
      names = "--filter",
      split = ",",
      paramLabel = "RULE",
      description =
          "Tables of an export to load, as Lightning's filter: db.table with wildcards, !db.tmp_* to leave out; the last that matches decides. Default: all but the system's.")
  private List<String> filter = List.of();

  @Option(
      names = "--tables",
      split = ",",
      paramLabel = "DB.TABLE",
      description = "Tables of an export to load, by name.")
  private List<String> tables = List.of();

  @Option(
      names = "--no-schema",
      description = "Makes no databases, tables and views; all must be there.")
  private boolean noSchema;

  @Option(
      names = "--table-concurrency",
      paramLabel = "N",
      description = "Tables of an export that are loaded at once; default 2.")
  private int concurrency;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A tidb-lightning.toml, or a TOML file of our options by their names; local, or a URI such as s3://. Options of the command line go before it.")
  private String config;

  /** Returns what the file of {@code --config} says. */
  LightningConfig config() {
    return config == null ? LightningConfig.EMPTY : LightningConfig.read(config);
  }

  DumpArguments arguments(LightningConfig file) {
    List<String> rules = new ArrayList<>(filter);
    rules.addAll(tables);
    if (rules.isEmpty()) {
      rules.addAll(file.filter().isEmpty() ? TableFilter.DEFAULT : file.filter());
    }
    return new DumpArguments(
        rules,
        !noSchema && !file.noSchema(),
        concurrency > 0 ? concurrency : file.tables() > 0 ? file.tables() : TABLES,
        file.rules(),
        file.defaultRules(),
        file.routes(),
        file.sourceId(),
        file.caseSensitive());
  }
}
