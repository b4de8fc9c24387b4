package io.thunderhead.ddl;

import java.util.Locale;
import java.util.Set;

/** What an expression that TiDB stores may hold. */
final class StoredExprs {
  /** Give another value each time, so no column may be generated from them. */
  private static final Set<String> NOT_DETERMINISTIC =
      Set.of(
          "benchmark",
          "connection_id",
          "curdate",
          "current_date",
          "current_role",
          "current_time",
          "current_timestamp",
          "current_user",
          "curtime",
          "database",
          "found_rows",
          "get_lock",
          "is_free_lock",
          "is_used_lock",
          "json_arrayagg",
          "last_insert_id",
          "load_file",
          "localtime",
          "localtimestamp",
          "name_const",
          "nextval",
          "now",
          "rand",
          "random_bytes",
          "release_all_locks",
          "release_lock",
          "row_count",
          "schema",
          "session_user",
          "sleep",
          "sysdate",
          "system_user",
          "unix_timestamp",
          "user",
          "utc_date",
          "utc_time",
          "utc_timestamp",
          "uuid",
          "uuid_short",
          "version");

  /** The functions that TiDB takes in an expression index by default. */
  private static final Set<String> INDEXABLE =
      Set.of(
          "json_array",
          "json_array_append",
          "json_array_insert",
          "json_contains",
          "json_contains_path",
          "json_depth",
          "json_extract",
          "json_insert",
          "json_keys",
          "json_length",
          "json_merge_patch",
          "json_merge_preserve",
          "json_object",
          "json_pretty",
          "json_quote",
          "json_remove",
          "json_replace",
          "json_schema_valid",
          "json_search",
          "json_set",
          "json_storage_size",
          "json_type",
          "json_unquote",
          "json_valid",
          "lower",
          "md5",
          "reverse",
          "tidb_shard",
          "upper",
          "vitess_hash");

  private StoredExprs() {}

  /** Refuses what a generated column or a CHECK may not hold. */
  static void checkGenerated(Expr expr) {
    Exprs.visit(
        expr,
        e -> {
          checkDeterministic(e);
          if (e instanceof Expr.Cast cast && cast.type().array) {
            throw e.at()
                .error("CAST ... AS ... ARRAY outside of an index", "write it as a key part");
          }
        });
  }

  /** Refuses what a part of an expression index may not hold. */
  static void checkIndexed(Expr expr) {
    Expr top = Exprs.unwrapped(expr);
    Exprs.visit(
        top,
        e -> {
          checkDeterministic(e);
          if (e instanceof Expr.Call call
              && !INDEXABLE.contains(call.name().toLowerCase(Locale.ROOT))) {
            throw e.at()
                .error(
                    "function " + call.name() + " is not taken in an expression index",
                    "TiDB takes " + String.join(", ", INDEXABLE.stream().sorted().toList()));
          }
          if (e != top && e instanceof Expr.Cast cast && cast.type().array) {
            throw e.at().error("CAST ... AS ... ARRAY inside another expression", "put it outside");
          }
        });
  }

  private static void checkDeterministic(Expr e) {
    if (e instanceof Expr.Call call
        && NOT_DETERMINISTIC.contains(call.name().toLowerCase(Locale.ROOT))) {
      boolean fixed = call.named("unix_timestamp") && !call.args().isEmpty();
      if (!fixed) {
        throw e.at()
            .error(
                "function " + call.name() + " gives another value each time",
                "a stored expression has to be deterministic");
      }
    }
  }
}
