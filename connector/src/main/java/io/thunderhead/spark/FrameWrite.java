package io.thunderhead.spark;

import io.thunderhead.option.ScanOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/** Makes a load of a DataFrame; one that overwrites empties the table first. */
final class FrameWrite implements SupportsTruncate {
  static final String MODE = "mode";

  private final Map<String, String> options;

  FrameWrite(Map<String, String> options) {
    this.options = new LinkedHashMap<>(ScanOptions.ofWrites(options));
  }

  @Override
  public WriteBuilder truncate() {
    options.put(MODE, "overwrite");
    return this;
  }

  @Override
  public Write build() {
    return new PhysicalWrite(options);
  }
}
