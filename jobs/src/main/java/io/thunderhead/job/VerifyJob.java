package io.thunderhead.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.InputSettings;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.route.Dump;
import io.thunderhead.route.TableFilter;
import io.thunderhead.route.TableRoutes;
import io.thunderhead.rows.FileInput;
import io.thunderhead.source.SourceFile;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.verify.SqlTable;
import io.thunderhead.verify.Verification;
import io.thunderhead.verify.VerifyReport;
import io.thunderhead.verify.VerifySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/** Compares one table or many with their source and tells what came of it. */
final class VerifyJob {
  private final SparkSession spark;
  private final ImportArguments arguments;
  private final DumpArguments dump;
  private final VerifySettings settings;
  private final boolean sql;
  private final PrintWriter out;
  private final Consumer<String> progress;

  /**
   * @param dump which tables of an export or a server are compared, when none is named
   * @param sql whether tables are read by SQL
   * @param out takes the reports
   */
  VerifyJob(
      SparkSession spark,
      ImportArguments arguments,
      DumpArguments dump,
      VerifySettings settings,
      boolean sql,
      PrintWriter out,
      Consumer<String> progress) {
    this.spark = spark;
    this.arguments = arguments;
    this.dump = dump;
    this.settings = settings;
    this.sql = sql;
    this.out = out;
    this.progress = progress;
  }

  /**
   * Compares files with the tables they belong to.
   *
   * @param syncDiff file for a configuration of sync-diff-inspector, null for none
   * @return whether all tables are the same
   */
  boolean files(Path syncDiff) {
    Map<TableName, Function<Verification, VerifyReport>> work = new LinkedHashMap<>();
    if (arguments.options().containsKey("table")) {
      FileInput input = ImportJob.input(arguments, spark);
      work.put(
          LoadOptions.parse(arguments.options()).table(),
          verification -> verification.files(input));
    } else {
      InputSettings reading = InputSettings.of(arguments.source());
      Dump found = DumpJob.list(arguments, dump, spark, new PrintWriter(out, true));
      for (Dump.DumpTable table : found.tables()) {
        List<SourceFile> files =
            table.data().stream()
                .map(each -> each.routed().sourceFile().with(each.constants()))
                .toList();
        FileInput input = new FileInput(files, reading, Map.of());
        work.put(table.name(), verification -> verification.files(input));
      }
    }
    SyncDiffConfig config = new SyncDiffConfig(target());
    work.keySet().forEach(table -> config.add(table, table));
    return run(work, config, syncDiff);
  }

  /**
   * Compares tables of a live server with those they go to.
   *
   * @param syncDiff file for a configuration of sync-diff-inspector, null for none
   * @return whether all tables are the same
   */
  boolean server(ServerOptions server, Path syncDiff) {
    SyncDiffConfig config = new SyncDiffConfig(target());
    config.source(server.address(), server.user());
    Map<TableName, List<SqlTable>> sources = sources(server);
    Map<TableName, Function<Verification, VerifyReport>> work = new LinkedHashMap<>();
    sources.forEach(
        (table, tables) -> {
          tables.forEach(each -> config.add(each.name(), table));
          work.put(table, verification -> verification.server(server.servers(), tables));
        });
    return run(work, config, syncDiff);
  }

  private Map<TableName, List<SqlTable>> sources(ServerOptions server) {
    if (arguments.options().containsKey("table")) {
      TableName table = LoadOptions.parse(arguments.options()).table();
      TableName there = server.table() == null ? table : named(server.table());
      return Map.of(table, List.of(new SqlTable(there, Map.of())));
    }
    TableFilter filter = new TableFilter(dump.filter(), dump.caseSensitive());
    TableRoutes routes = new TableRoutes(dump.routes(), dump.sourceId(), dump.caseSensitive());
    TidbClient client =
        new TidbClient(server.servers().addresses(), server.user(), server.servers().password());
    Map<String, List<SqlTable>> found = new TreeMap<>();
    Map<String, TableName> names = new TreeMap<>();
    for (List<String> row :
        client.rows(
            "SELECT TABLE_SCHEMA, TABLE_NAME FROM information_schema.tables WHERE TABLE_TYPE = 'BASE TABLE' ORDER BY 1, 2")) {
      if (filter.takes(row.get(0), row.get(1))) {
        TableRoutes.Target to = routes.target(row.get(0), row.get(1));
        names.put(to.table().toString(), to.table());
        found
            .computeIfAbsent(to.table().toString(), key -> new ArrayList<>())
            .add(new SqlTable(new TableName(row.get(0), row.get(1)), to.constants()));
      }
    }
    Map<TableName, List<SqlTable>> sources = new LinkedHashMap<>();
    found.forEach((name, tables) -> sources.put(names.get(name), tables));
    return sources;
  }

  private TableName named(String text) {
    return DumpJob.options(arguments, text).table();
  }

  private LoadOptions target() {
    return arguments.options().containsKey("table")
        ? LoadOptions.parse(arguments.options())
        : DumpJob.options(arguments, new TableName("any", "table"));
  }

  private boolean run(
      Map<TableName, Function<Verification, VerifyReport>> work,
      SyncDiffConfig config,
      Path syncDiff) {
    if (work.isEmpty()) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "no table is left to compare. Check the source, --filter and --tables.");
    }
    List<VerifyReport> reports = new ArrayList<>();
    work.forEach(
        (table, compare) -> {
          LoadOptions options = DumpJob.options(arguments, table);
          VerifyReport report =
              compare.apply(new Verification(spark, options, sql, settings, progress));
          out.println(report.toText());
          out.flush();
          config.ignore(table, report.notCompared());
          reports.add(report);
        });
    long different = reports.stream().filter(report -> !report.isSame()).count();
    if (reports.size() > 1) {
      out.println("%d tables compared, %d of them differ".formatted(reports.size(), different));
      out.flush();
    }
    arguments.reports().write(json(reports), out, spark.sparkContext().hadoopConfiguration());
    Reports.write(syncDiff, config.toToml());
    return different == 0;
  }

  private static String json(List<VerifyReport> reports) {
    if (reports.size() == 1) {
      return reports.get(0).toJson();
    }
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("same", reports.stream().allMatch(VerifyReport::isSame));
    ArrayNode tables = json.putArray("tables");
    try {
      for (VerifyReport report : reports) {
        tables.add(mapper.readTree(report.toJson()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toPrettyString();
  }
}
