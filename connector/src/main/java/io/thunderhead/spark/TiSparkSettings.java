package io.thunderhead.spark;

import io.thunderhead.option.TiSparkNames;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings {@code spark.tispark.*} of a session, which count where options name no cluster. */
final class TiSparkSettings {
  private static final Logger LOG = LoggerFactory.getLogger(TiSparkSettings.class);

  private TiSparkSettings() {}

  /** Returns options, with the session's settings before them where they name no cluster. */
  static Map<String, String> under(Map<String, String> options) {
    Map<String, String> all = new LinkedHashMap<>();
    if (!TiSparkNames.nameCluster(options)) {
      TiDBCatalogs.settings(SparkSession.active())
          .forEach(
              (key, value) -> {
                if (key.startsWith(TiSparkNames.PREFIX)) {
                  all.put(key.substring(TiSparkNames.PREFIX.length()), value);
                }
              });
    }
    all.putAll(options);
    return all;
  }

  /** Says in the log what options of TiSpark have no effect. */
  static void tellIdle(Map<String, String> options) {
    TiSparkNames.idle(options).forEach(LOG::warn);
  }
}
