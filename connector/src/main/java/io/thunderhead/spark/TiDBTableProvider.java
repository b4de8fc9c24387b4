package io.thunderhead.spark;

import io.thunderhead.load.BackendChoice;
import io.thunderhead.option.Backend;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.ScanOptions;
import io.thunderhead.scan.ScanPlan;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code df.write.format("tidb")} with the options of the loader, and {@code
 * spark.read.format("tidb")}.
 */
public final class TiDBTableProvider implements TableProvider, DataSourceRegister {
  private static final Logger LOG = LoggerFactory.getLogger(TiDBTableProvider.class);

  @Override
  public String shortName() {
    return "tidb";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    ScanOptions read = ScanOptions.parse(TiSparkSettings.under(options.asCaseSensitiveMap()));
    return SparkTypes.schema(ScanPlan.table(read), read.cluster().timeZone());
  }

  @Override
  public Table getTable(StructType schema, Transform[] partitioning, Map<String, String> given) {
    Map<String, String> properties = TiSparkSettings.under(given);
    TiSparkSettings.tellIdle(properties);
    Backend backend = LoadOptions.backendOf(properties);
    if (backend == Backend.AUTO) {
      BackendChoice choice = BackendChoice.of(properties, LOG::info);
      choice.lines().forEach(LOG::info);
      backend = choice.backend();
    }
    return new TiDBTable(schema, LoadOptions.with(backend, properties));
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }
}
