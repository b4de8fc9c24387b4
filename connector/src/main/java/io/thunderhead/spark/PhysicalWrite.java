package io.thunderhead.spark;

import io.thunderhead.load.BulkLoad;
import io.thunderhead.option.LoadOptions;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.write.V1Write;
import org.apache.spark.sql.sources.InsertableRelation;

/** Hands a DataFrame and its options to the loader. */
final class PhysicalWrite implements V1Write {
  private final Map<String, String> options;

  PhysicalWrite(Map<String, String> options) {
    this.options = options;
  }

  @Override
  public InsertableRelation toInsertableRelation() {
    LoadOptions parsed = LoadOptions.parse(options);
    return new InsertableRelation() {
      @Override
      public void insert(Dataset<Row> rows, boolean overwrite) {
        BulkLoad.run(rows, parsed);
      }
    };
  }
}
