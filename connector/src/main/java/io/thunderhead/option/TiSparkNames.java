package io.thunderhead.option;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Options as TiSpark's users write them. Names that mean one option of ours are aliases of it;
 * those that mean it in other words or together with another are read here, and so are those that
 * say nothing here, or ask for what no load does. Any of them may begin with {@code
 * spark.tispark.}.
 */
public final class TiSparkNames {
  /** What names of TiSpark begin with among Spark's settings. */
  public static final String PREFIX = "spark.tispark.";

  private static final String ADDRESS = "tidb.addr";
  private static final String PORT = "tidb.port";
  private static final String DEFAULT_PORT = "4000";
  private static final String DATABASE = "database";
  private static final String TLS = "tikv.tls_enable";
  private static final List<String> CLUSTER = List.of("pd", "pd.addresses", "tidb", ADDRESS);
  private static final String NO_TRANSACTION = "no row is in a transaction of Percolator";

  /** Names in their form, and what is told of them: they have no other effect. */
  private static final Map<String, String> IDLE = new TreeMap<>();

  /** Likewise, for names that are refused unless they are false or empty. */
  private static final Map<String, String> REFUSED = new TreeMap<>();

  static {
    idle(
        "Spark's cores and option partition-size say how many tasks write",
        "writeConcurrency",
        "writeTaskNumber",
        "taskNumPerRegion",
        "shuffleKeyToSameRegion");
    idle(
        "regions are always split before a load; region-split-size and region-split-rate say how",
        "enableRegionSplit",
        "regionSplitNum",
        "scatterWaitMS");
    idle(
        NO_TRANSACTION,
        "skipCommitSecondaryKey",
        "ttlMode",
        "lockTTLSeconds",
        "txnCommitBatchSize",
        "writeBufferSize",
        "prewriteBackOfferMS",
        "isTest",
        "sleepAfterPrewritePrimaryKey",
        "sleepAfterPrewriteSecondaryKey",
        "sleepAfterGetCommitTS");
    idle(
        "option mode=append looks keys up as it needs",
        "useSnapshotBatchGet",
        "snapshotBatchGetSize");
    idle(
        "a load keeps other loads away from its table by a claim in PD; TiDB's table locks are not"
            + " taken",
        "useTableLock");
    idle(
        "tables are read from TiKV, a task for each region, at one timestamp",
        "plan.",
        "index.",
        "table.scan",
        "request.",
        "coprocess",
        "isolation_read_engines",
        "show_rowid");
    idle("options write-timeout, ingest-timeout and retry-max-wait bound requests", "grpc.");
    idle("nothing is sent to anybody", "telemetry.");
    refuse("each table is a write of its own", "multiTables");
    refuse(
        "which of the rows that share a key stays is never left open: say on-duplicate=replace or"
            + " on-duplicate=ignore",
        "deduplicate");
    refuse(
        "the catalog's name keeps databases apart:"
            + " spark.sql.catalog.NAME=io.thunderhead.spark.TiDBCatalog",
        "db_prefix");
    refuse(
        "Java's key stores are not read: give PEM files by options ca, cert and key", "tikv.jks");
    refuse(
        "key stores for JDBC are not read: the connection to TiDB uses TLS where the server has it",
        "jdbc.");
  }

  private TiSparkNames() {}

  private static void idle(String why, String... names) {
    Stream.of(names).forEach(name -> IDLE.put(name, why));
  }

  private static void refuse(String why, String... names) {
    Stream.of(names).forEach(name -> REFUSED.put(name, why));
  }

  /**
   * Returns options by our names; all that are not TiSpark's stay as they are.
   *
   * @throws LoadException INVALID_OPTION for one that asks for what no load does
   */
  static Map<String, String> translated(Map<String, String> options) {
    Map<String, String> ours = new LinkedHashMap<>();
    Map<String, String> combined = new LinkedHashMap<>();
    options.forEach(
        (key, value) -> {
          String name = plain(key);
          if (isCombined(name)) {
            combined.put(name, value);
          } else if (found(name, REFUSED) != null) {
            check(name, value);
          } else if (found(name, IDLE) == null) {
            ours.put(name, value);
          }
        });
    combine(combined, ours);
    return ours;
  }

  /** Returns the names among options that have no effect, and why, one line each. */
  public static List<String> idle(Map<String, String> options) {
    return options.keySet().stream()
        .filter(key -> found(plain(key), IDLE) != null)
        .map(key -> "option %s says nothing here: %s".formatted(key, found(plain(key), IDLE)))
        .toList();
  }

  /** Tells whether options say which cluster they are for. */
  public static boolean nameCluster(Map<String, String> options) {
    return options.keySet().stream()
        .map(key -> plain(key).toLowerCase(Locale.ROOT))
        .anyMatch(key -> CLUSTER.contains(key));
  }

  /** Returns all names that are read here, and what is told of each, for users. */
  static Map<String, String> notes() {
    Map<String, String> notes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    notes.put("tidb.addr", "`tidb`, with `tidb.port`");
    notes.put("tidb.port", "`tidb`, with `tidb.addr`; 4000 when it is not given");
    notes.put("database", "`table`, as `database.table`");
    notes.put("replace", "`on-duplicate=replace` when true");
    notes.put("enableUpdateTableStatistics", "`analyze=required` when true");
    notes.put("tikv.tls_enable", "takes `ca`, `cert` and `key` back when false");
    notes.put("stale_read", "`ts`, of milliseconds");
    IDLE.forEach((name, why) -> notes.put(shown(name), "nothing: " + why));
    REFUSED.forEach((name, why) -> notes.put(shown(name), "refused: " + why));
    return notes;
  }

  private static String shown(String name) {
    return name.endsWith(".") ? name + "*" : name;
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
  }

  private static boolean isCombined(String name) {
    return Stream.of(
            ADDRESS, PORT, DATABASE, "replace", "enableUpdateTableStatistics", TLS, "stale_read")
        .anyMatch(name::equalsIgnoreCase);
  }

  private static String found(String name, Map<String, String> among) {
    String lower = name.toLowerCase(Locale.ROOT);
    return among.entrySet().stream()
        .filter(each -> matches(lower, each.getKey().toLowerCase(Locale.ROOT)))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** A name with a dot or of a group stands for all that begin with it. */
  private static boolean matches(String lower, String known) {
    return lower.equals(known)
        || ((known.contains(".") || known.equals("coprocess")) && lower.startsWith(known));
  }

  private static void check(String name, String value) {
    if (!value.isBlank() && !value.strip().equalsIgnoreCase("false")) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s of TiSpark is not served: %s. Leave the option out."
              .formatted(name, found(name, REFUSED)));
    }
  }

  private static void combine(Map<String, String> given, Map<String, String> ours) {
    Map<String, String> combined = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    combined.putAll(given);
    if (combined.containsKey(ADDRESS)) {
      ours.putIfAbsent(
          "tidb", combined.get(ADDRESS) + ":" + combined.getOrDefault(PORT, DEFAULT_PORT));
    }
    if (combined.containsKey(DATABASE) && ours.containsKey("table")) {
      ours.put("table", new TableName(combined.get(DATABASE), ours.get("table")).quoted());
    }
    if (isTrue("replace", combined)) {
      ours.putIfAbsent("on-duplicate", "replace");
    }
    if (isTrue("enableUpdateTableStatistics", combined)) {
      ours.putIfAbsent("analyze", "required");
    }
    if (combined.containsKey(TLS) && !isTrue(TLS, combined)) {
      ours.keySet().removeIf(key -> key.toLowerCase(Locale.ROOT).matches("tikv\\.(trust|key).*"));
    }
    String millis = combined.getOrDefault("stale_read", "").strip();
    if (!millis.isEmpty()) {
      ours.putIfAbsent("ts", String.valueOf(ScanOptions.ts(Values.positive(millis))));
    }
  }

  private static boolean isTrue(String name, Map<String, String> options) {
    return options.getOrDefault(name, "").strip().equalsIgnoreCase("true");
  }
}
