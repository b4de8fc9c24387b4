package io.thunderhead.spark;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.encode.RowFields;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.input.InputSettings;
import io.thunderhead.journal.Job;
import io.thunderhead.journal.JobColumns;
import io.thunderhead.journal.JobRequest;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.journal.JobStore;
import io.thunderhead.load.BulkLoad;
import io.thunderhead.load.Jobs;
import io.thunderhead.load.LoadReport;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.ScanOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.route.FileLister;
import io.thunderhead.route.TableFiles;
import io.thunderhead.rows.FileInput;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.SourceFile;
import io.thunderhead.statement.ImportSettings;
import io.thunderhead.statement.ImportStatement;
import java.time.Duration;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs statements on imports with the options of a catalog. */
final class StatementRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StatementRunner.class);
  private static final Duration CANCELLING = Duration.ofSeconds(60);

  private final SparkSession session;
  private final TiDBCatalogs catalogs;

  StatementRunner(SparkSession session) {
    this.session = session;
    this.catalogs = TiDBCatalogs.of(session);
  }

  /** Returns the jobs that a statement shows, each as a JSON object of texts. */
  String[] run(ImportStatement statement) {
    if (statement instanceof ImportStatement.OfFiles files) {
      return shown(List.of(ofFiles(files)));
    } else if (statement instanceof ImportStatement.OfQuery query) {
      return shown(List.of(ofQuery(query)));
    } else if (statement instanceof ImportStatement.ShowJobs show) {
      return shown(show.id() == null ? store().jobs() : List.of(store().get(show.id())));
    } else if (statement instanceof ImportStatement.ShowGroups show) {
      return shown(store().jobs().stream().filter(job -> isOf(show.key(), job)).toList());
    }
    long id = ((ImportStatement.CancelJob) statement).id();
    Jobs.cancel(store(), id, System.getProperty("user.name") + ", by statement", CANCELLING);
    return new String[0];
  }

  private static boolean isOf(String group, Job job) {
    String key = job.request().group();
    return group == null ? !key.isEmpty() : key.equals(group);
  }

  private JobStore store() {
    return Jobs.store(catalogs.ofJobs(), hadoop());
  }

  private Job ofFiles(ImportStatement.OfFiles statement) {
    TiDBCatalogs.Target target = catalogs.target(statement.table());
    ImportSettings settings = statement.settings();
    SourceOptions source = source(statement);
    FileFormat format =
        statement.format().isEmpty()
            ? null
            : FileFormat.valueOf(statement.format().toUpperCase(Locale.ROOT));
    List<SourceFile> listed =
        TableFiles.of(new FileLister(hadoop()).list(List.of(statement.path())), format);
    requireCsv(settings, listed);
    FileInput input = new FileInput(listed, InputSettings.of(source), statement.columns().set());
    LoadOptions options =
        kept(
            target,
            settings,
            parsed ->
                Jobs.request(
                    parsed,
                    List.of(statement.path()),
                    format == null ? "" : format.name(),
                    source.given(),
                    statement.columns().set()));
    if (settings.detached()) {
      return detached(options, () -> BulkLoad.run(session, input, options, LOG::info));
    }
    return ended(options, input.bytes(), BulkLoad.run(session, input, options, LOG::info));
  }

  /** Without FORMAT the files' names tell what they are, after the statement is read. */
  private static void requireCsv(ImportSettings settings, List<SourceFile> files) {
    for (SourceFile file : settings.files().isEmpty() ? List.<SourceFile>of() : files) {
      if (file.format() != FileFormat.CSV) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "options %s are for CSV, and %s is of format %s by its name. Leave them out, or say FORMAT 'csv'."
                .formatted(settings.files().keySet(), file.path(), file.format()));
      }
    }
  }

  private static SourceOptions source(ImportStatement.OfFiles statement) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("dialect", "import-into");
    given.putAll(statement.settings().files());
    if (!statement.columns().fields().isEmpty()) {
      given.put("columns", String.join(",", statement.columns().fields()));
    }
    return SourceOptions.parse(given);
  }

  private Job ofQuery(ImportStatement.OfQuery statement) {
    TiDBCatalogs.Target target = catalogs.target(statement.table());
    Dataset<Row> rows = session.sql(statement.query());
    List<String> columns = statement.columns().isEmpty() ? columns(target) : statement.columns();
    if (rows.columns().length != columns.size()) {
      throw new LoadException(
          ErrorCode.SOURCE_SCHEMA_INVALID,
          "the query has %d columns and %d are to be filled: %s. Name those that it fills behind the table."
              .formatted(rows.columns().length, columns.size(), String.join(", ", columns)));
    }
    LoadOptions options =
        kept(
            target,
            statement.settings(),
            parsed -> Jobs.request(parsed, List.of(), "", Map.of(), Map.of()));
    Dataset<Row> named = rows.toDF(columns.toArray(String[]::new));
    return ended(options, 0, BulkLoad.run(named, options, LOG::info));
  }

  private static List<String> columns(TiDBCatalogs.Target target) {
    return target
        .cluster()
        .table(target.table(), 0)
        .map(table -> RowFields.visible(table).stream().map(ColumnInfo::name).toList())
        .orElseThrow(() -> FoundTable.missing(target.table(), names(target)));
  }

  private static List<String> names(TiDBCatalogs.Target target) {
    TableName name = target.table();
    return target.cluster().tables(name.database()).stream().map(each -> each.name()).toList();
  }

  /** Notes the job and returns the options of its load. The table must be empty, as for TiDB. */
  private LoadOptions kept(
      TiDBCatalogs.Target target,
      ImportSettings settings,
      Function<LoadOptions, JobRequest> request) {
    settings.told().forEach(LOG::warn);
    Map<String, String> given =
        new LinkedHashMap<>(ScanOptions.ofWrites(target.cluster().of(target.table())));
    given.put(FrameWrite.MODE, "import");
    given.put("backend", "local");
    given.putAll(settings.load());
    return Jobs.kept(
        given, parsed -> request.apply(parsed).inGroup(settings.group()), hadoop(), LOG::warn);
  }

  /** Starts a load that goes on as long as this driver does. */
  private Job detached(LoadOptions options, Runnable load) {
    if (options.jobId() == 0) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option detached needs option job-dir, where the job is kept; it is 'none' or cannot be written to.");
    }
    Thread driver =
        new Thread(
            () -> {
              leaveStatement();
              try {
                load.run();
              } catch (RuntimeException e) {
                LOG.error("job {} failed: {}", options.jobId(), e.getMessage());
              }
            },
            "thunderhead-job-" + options.jobId());
    driver.setDaemon(true);
    driver.start();
    return Jobs.store(options, hadoop()).get(options.jobId());
  }

  /** Lets jobs that the calling thread starts belong to no statement: theirs has ended. */
  private void leaveStatement() {
    session.sparkContext().setLocalProperty("spark.sql.execution.id", null);
    session.sparkContext().setLocalProperty("spark.sql.execution.root.id", null);
  }

  private Job ended(LoadOptions options, long bytes, LoadReport report) {
    if (options.jobId() != 0) {
      return Jobs.store(options, hadoop()).get(options.jobId());
    }
    long now = System.currentTimeMillis();
    JobRequest request = Jobs.request(options, List.of(), "", Map.of(), Map.of());
    return Job.pending(0, request)
        .running("", bytes, now)
        .ended(JobStatus.FINISHED, report.rowsLoaded(), "", now);
  }

  private String[] shown(List<Job> jobs) {
    ZoneId zone = ZoneId.of(session.conf().get("spark.sql.session.timeZone"));
    long now = System.currentTimeMillis();
    return jobs.stream().map(job -> json(JobColumns.row(job, now, zone))).toArray(String[]::new);
  }

  private static String json(List<String> values) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < values.size(); i++) {
      object.put(JobColumns.NAMES.get(i), values.get(i));
    }
    return object.toString();
  }

  private Configuration hadoop() {
    return session.sparkContext().hadoopConfiguration();
  }
}
