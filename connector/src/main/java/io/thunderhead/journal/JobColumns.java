package io.thunderhead.journal;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A job as SHOW IMPORT JOBS shows one (import-protocol 7.3). */
public final class JobColumns {
  /** Names of the columns, in order. */
  public static final List<String> NAMES =
      List.of(
          "Job_ID",
          "Group_Key",
          "Data_Source",
          "Target_Table",
          "Table_ID",
          "Phase",
          "Status",
          "Source_File_Size",
          "Imported_Rows",
          "Result_Message",
          "Create_Time",
          "Start_Time",
          "End_Time",
          "Created_By",
          "Last_Update_Time",
          "Cur_Step",
          "Cur_Step_Processed_Size",
          "Cur_Step_Total_Size",
          "Cur_Step_Progress_Pct",
          "Cur_Step_Speed",
          "Cur_Step_ETA");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private JobColumns() {}

  /**
   * Returns the values, null where TiDB has NULL.
   *
   * @param zone in which times are shown
   */
  public static List<String> row(Job job, long nowMillis, ZoneId zone) {
    JobRequest request = job.request();
    JobStep step = job.step();
    boolean steps = job.status() == JobStatus.RUNNING && step.total() > 0;
    long until = job.endMillis() == 0 ? job.updateMillis() : job.endMillis();
    double seconds = Math.max(until - step.startMillis(), 1) / 1e3;
    long speed = Math.round(step.processed() / seconds);
    return Arrays.asList(
        String.valueOf(job.id()),
        request.group().isEmpty() ? null : request.group(),
        request.paths().isEmpty() ? "DataFrame" : String.join(",", request.paths()),
        quoted(request.table()),
        job.tableId() == 0 ? null : String.valueOf(job.tableId()),
        step.phase(),
        job.status().toString(),
        size(job.sourceBytes()),
        job.status() == JobStatus.FINISHED || job.importedRows() > 0
            ? String.valueOf(job.importedRows())
            : null,
        message(job, nowMillis),
        time(request.createMillis(), zone),
        time(job.startMillis(), zone),
        time(job.endMillis(), zone),
        request.createdBy(),
        time(job.updateMillis(), zone),
        job.status() == JobStatus.RUNNING ? step.name() : null,
        steps ? size(step.processed()) : null,
        steps ? size(step.total()) : null,
        steps ? String.valueOf(100 * step.processed() / step.total()) : null,
        steps ? size(speed) + "/s" : null,
        steps ? left(step.total() - step.processed(), speed) : null);
  }

  private static String message(Job job, long nowMillis) {
    return job.isSilent(nowMillis)
        ? "no sign of process %s for %d seconds: it is dead or cannot reach the records; 'thunderhead import --job-id %d' goes on"
            .formatted(job.driver(), (nowMillis - job.updateMillis()) / 1000, job.id())
        : job.message();
  }

  private static String quoted(String table) {
    int dot = table.indexOf('.');
    return table.startsWith("`")
        ? table
        : "`%s`.`%s`".formatted(table.substring(0, dot), table.substring(dot + 1));
  }

  private static String time(long millis, ZoneId zone) {
    return millis == 0 ? null : TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
  }

  /** Four digits and a unit of 1024, as TiDB shows sizes. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
    String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
    return (decimals == 0 ? text : text.replaceAll("\\.?0+$", "")) + UNITS[unit];
  }

  private static String left(long bytes, long speed) {
    if (speed <= 0) {
      return "N/A";
    }
    long s = Math.round((double) bytes / speed);
    return String.format(Locale.ROOT, "%02d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
  }
}
