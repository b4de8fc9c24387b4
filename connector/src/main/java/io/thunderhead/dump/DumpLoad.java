package io.thunderhead.dump;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.InputSettings;
import io.thunderhead.input.SmallFile;
import io.thunderhead.load.BackendChoice;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.LogicalLoad;
import io.thunderhead.load.TableReport;
import io.thunderhead.option.Backend;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.route.Dump;
import io.thunderhead.route.DumpMetadata;
import io.thunderhead.route.ListedFile;
import io.thunderhead.rows.FileInput;
import io.thunderhead.source.Compression;
import io.thunderhead.source.SourceFile;
import io.thunderhead.watch.LoadWatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads all tables of a dump in one Spark application, some at a time. What fails is told at the
 * end; it keeps no other table from being loaded.
 */
public final class DumpLoad {
  private static final Logger LOG = LoggerFactory.getLogger(DumpLoad.class);

  private final SparkSession spark;
  private final Settings settings;
  private final Consumer<String> told;
  private final Function<TableName, LoadWatch> watches;

  /**
   * How a dump is loaded.
   *
   * @param cluster options that say where the cluster is, of any table
   * @param options of each table, not checked yet
   * @param input how files are read
   * @param makesSchemas whether what is not there is made, by option tidb
   * @param concurrency tables that are loaded at once
   */
  public record Settings(
      LoadOptions cluster,
      Function<TableName, Map<String, String>> options,
      InputSettings input,
      boolean makesSchemas,
      int concurrency) {
    /** Checks the concurrency. */
    public Settings {
      if (concurrency < 1) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "option table-concurrency: %d (expected: a whole number > 0)".formatted(concurrency));
      }
    }
  }

  /**
   * @param told takes progress lines; several tables may tell at once
   */
  public DumpLoad(SparkSession spark, Settings settings, Consumer<String> told) {
    this(spark, settings, told, name -> new LoadWatch());
  }

  /**
   * As the other.
   *
   * @param watches makes what watches each load
   */
  public DumpLoad(
      SparkSession spark,
      Settings settings,
      Consumer<String> told,
      Function<TableName, LoadWatch> watches) {
    this.watches = watches;
    this.spark = spark;
    this.settings = settings;
    this.told = told;
  }

  /**
   * Loads a dump.
   *
   * @throws LoadException when a database cannot be made, or the cluster does not answer
   */
  public DumpReport run(Dump dump) {
    long start = System.nanoTime();
    TargetSchemas schemas =
        new TargetSchemas(settings.cluster(), settings.makesSchemas(), hadoop());
    dump.databases().forEach(schemas::makeDatabase);
    BackendChoice choice = chosen(dump.tables(), schemas);
    List<DumpReport.Outcome> tables = loadAll(dump.tables(), schemas, choice);
    List<DumpReport.Outcome> views = new ArrayList<>();
    for (Dump.DumpTable view : dump.views()) {
      views.add(
          outcome(
              view.name(),
              null,
              () -> DumpReport.Outcome.ofView(view.name(), schemas.makeView(view))));
    }
    return new DumpReport(
        tables,
        views,
        metadata(dump.metadata(), hadoop()),
        dump.ignored().stream().map(ListedFile::path).toList(),
        choice,
        (System.nanoTime() - start) / 1e9);
  }

  /** Chooses one way for all tables where that is left open. */
  private BackendChoice chosen(List<Dump.DumpTable> tables, TargetSchemas schemas) {
    if (settings.cluster().backend() != Backend.AUTO) {
      return null;
    }
    Map<TableName, BackendChoice> choices = new LinkedHashMap<>();
    for (Dump.DumpTable table : tables) {
      try {
        schemas.makeTable(table);
        BackendChoice choice = BackendChoice.of(settings.options().apply(table.name()), line -> {});
        choices.put(table.name(), choice);
        if (choice.checks() == null) {
          // Options or the cluster decided, whatever the table.
          break;
        }
      } catch (LoadException e) {
        // Its load meets the same, and tells it.
        LOG.debug("nothing speaks for a way into {}: {}", table.name(), e.getMessage());
      }
    }
    BackendChoice choice = BackendChoice.ofAll(choices);
    choice.lines().forEach(told);
    return choice;
  }

  private List<DumpReport.Outcome> loadAll(
      List<Dump.DumpTable> tables, TargetSchemas schemas, BackendChoice choice) {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.min(settings.concurrency(), Math.max(tables.size(), 1)));
    try {
      List<Future<DumpReport.Outcome>> running = new ArrayList<>();
      for (Dump.DumpTable table : tables) {
        running.add(threads.submit(() -> load(table, schemas, choice)));
      }
      List<DumpReport.Outcome> outcomes = new ArrayList<>();
      for (Future<DumpReport.Outcome> each : running) {
        outcomes.add(each.get());
      }
      return outcomes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException(ErrorCode.INTERNAL, "the load was interrupted", e);
    } catch (ExecutionException e) {
      throw new LoadException(ErrorCode.INTERNAL, "a table's load died: " + e.getCause(), e);
    } finally {
      threads.shutdownNow();
    }
  }

  private DumpReport.Outcome outcome(
      TableName name, LoadWatch watch, Supplier<DumpReport.Outcome> step) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      LoadException known = LoadException.findIn(e);
      ErrorCode code = known == null ? ErrorCode.INTERNAL : known.code();
      String message = known == null ? e.toString() : known.getMessage();
      told.accept("%s failed: %s".formatted(name, message));
      return new DumpReport.Outcome(name, null, code, message, watch == null ? null : watch.seen());
    }
  }

  private DumpReport.Outcome load(
      Dump.DumpTable table, TargetSchemas schemas, BackendChoice choice) {
    LoadWatch watch = watches.apply(table.name());
    return outcome(table.name(), watch, () -> load(table, schemas, choice, watch));
  }

  private DumpReport.Outcome load(
      Dump.DumpTable table, TargetSchemas schemas, BackendChoice choice, LoadWatch watch) {
    schemas.makeTable(table);
    List<SourceFile> files =
        table.data().stream()
            .map(each -> each.routed().sourceFile().with(each.constants()))
            .toList();
    FileInput input = new FileInput(files, settings.input(), Map.of());
    Consumer<String> ofTable = line -> told.accept(table.name() + ": " + line);
    Map<String, String> given = settings.options().apply(table.name());
    LoadOptions options =
        LoadOptions.parse(choice == null ? given : LoadOptions.with(choice.backend(), given));
    TableReport report =
        options.backend() == Backend.TIDB
            ? LogicalLoad.run(spark, input, options, ofTable, watch)
            : BulkLoad.run(spark, input, options, ofTable, watch);
    return new DumpReport.Outcome(table.name(), report, null, null, null);
  }

  /**
   * Reads where a dump stands in the binlog of its source.
   *
   * @param file the dump's {@code metadata}, or null
   * @return null when it does not tell
   */
  public static DumpMetadata metadata(ListedFile file, Configuration hadoop) {
    return file == null
        ? null
        : DumpMetadata.parse(SmallFile.read(file.path(), Compression.NONE, hadoop));
  }

  private Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }
}
