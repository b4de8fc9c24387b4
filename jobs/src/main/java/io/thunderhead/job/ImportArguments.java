package io.thunderhead.job;

import io.thunderhead.journal.JobRequest;
import io.thunderhead.load.BackendChoice;
import io.thunderhead.load.Jobs;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import io.thunderhead.source.FileFormat;
import java.util.List;
import java.util.Map;

/**
 * What one import does.
 *
 * @param paths files, folders and globs
 * @param format of all files, null to go by their names
 * @param source how files are read
 * @param set columns to compute: name to Spark SQL expression
 * @param options the loader's options
 * @param reports where reports go
 * @param show rows to print from the table afterwards
 * @param choice why the rows go as they do, or null when the user said how
 */
record ImportArguments(
    List<String> paths,
    FileFormat format,
    SourceOptions source,
    Map<String, String> set,
    Map<String, String> options,
    ReportPlaces reports,
    int show,
    BackendChoice choice) {
  /** Makes those of an import whose way is said. */
  ImportArguments(
      List<String> paths,
      FileFormat format,
      SourceOptions source,
      Map<String, String> set,
      Map<String, String> options,
      ReportPlaces reports,
      int show) {
    this(paths, format, source, set, options, reports, show, null);
  }

  /** Returns the same with what was chosen. */
  ImportArguments chosen(BackendChoice made) {
    return new ImportArguments(paths, format, source, set, options, reports, show, made);
  }

  /** Returns a report with what was chosen, if anything was. */
  String told(String report) {
    return choice == null ? report : choice.putInto(report);
  }

  /** Returns what a job is to know. */
  JobRequest request(LoadOptions parsed) {
    return Jobs.request(parsed, paths, format == null ? "" : format.name(), source.given(), set);
  }
}
