package io.thunderhead.job;

import io.thunderhead.route.FileRule;
import io.thunderhead.route.TableRoute;
import java.util.List;

/**
 * Which tables of an export are loaded, and where they go.
 *
 * @param filter rules of Lightning's {@code filter}
 * @param schemas whether databases, tables and views that are missing are made
 * @param concurrency tables that are loaded at once
 * @param rules file rules of the user
 * @param defaultRules whether the default file rules follow them
 * @param routes from tables of the export to tables of the cluster
 * @param sourceId what routes extract as the source
 * @param caseSensitive whether names in filter and routes match with case
 */
record DumpArguments(
    List<String> filter,
    boolean schemas,
    int concurrency,
    List<FileRule> rules,
    boolean defaultRules,
    List<TableRoute> routes,
    String sourceId,
    boolean caseSensitive) {
  /** Returns the same for files that are named as the default rules say. */
  DumpArguments withDefaultRules() {
    return new DumpArguments(
        filter, schemas, concurrency, List.of(), true, routes, sourceId, caseSensitive);
  }
}
