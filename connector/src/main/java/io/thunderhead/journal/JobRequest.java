package io.thunderhead.journal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a user asked of a job; it stays as it is.
 *
 * @param table database and table
 * @param group what jobs belong together by, or empty
 * @param createdBy user and host
 * @param createMillis milliseconds since 1970
 * @param options of the loader, those that are secrets left out
 * @param paths files, folders and globs; none for the rows of a DataFrame
 * @param format of all files, empty to go by their names
 * @param source how files are read: options
 * @param set columns that are computed: name to expression
 */
public record JobRequest(
    String table,
    String group,
    String createdBy,
    long createMillis,
    Map<String, String> options,
    List<String> paths,
    String format,
    Map<String, String> source,
    Map<String, String> set) {
  /** Takes copies that keep the order. */
  public JobRequest {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    paths = List.copyOf(paths);
    source = Collections.unmodifiableMap(new LinkedHashMap<>(source));
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
  }

  /** Returns the request with a group. */
  public JobRequest inGroup(String name) {
    return new JobRequest(
        table, name, createdBy, createMillis, options, paths, format, source, set);
  }
}
