package io.thunderhead.spark;

import io.thunderhead.option.LoadOptions;
import java.util.Map;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** {@code df.write.format("tidb")}: the options are those of the loader. */
public final class TiDBTableProvider implements TableProvider, DataSourceRegister {

  @Override
  public String shortName() {
    return "tidb";
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return new StructType();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new TiDBTable(
        schema, properties.getOrDefault("table", "tidb"), LoadOptions.isLogical(properties));
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }
}
