package io.thunderhead.spark;

import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.ScanOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/** Makes a load of a DataFrame; one that overwrites empties the table first. */
final class FrameWrite implements SupportsTruncate {
  static final String MODE = "mode";

  private final StructType schema;
  private final Map<String, String> options;

  /**
   * @param schema of the frame
   */
  FrameWrite(StructType schema, Map<String, String> options) {
    this.schema = schema;
    this.options = new LinkedHashMap<>(ScanOptions.ofWrites(options));
  }

  @Override
  public WriteBuilder truncate() {
    options.put(MODE, "overwrite");
    return this;
  }

  @Override
  public Write build() {
    return LoadOptions.isLogical(options)
        ? new LogicalWrite(schema, options)
        : new PhysicalWrite(options);
  }
}
