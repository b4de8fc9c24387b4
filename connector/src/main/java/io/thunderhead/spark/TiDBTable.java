package io.thunderhead.spark;

import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.ScanOptions;
import io.thunderhead.scan.ScanPlan;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The table that options name. Physical mode takes a whole DataFrame at once: one row becomes KVs
 * in many regions, so Spark's own row distribution cannot place them. Logical mode takes rows as
 * Spark deals them out.
 */
final class TiDBTable implements SupportsRead, SupportsWrite {
  private final StructType schema;
  private final Map<String, String> options;

  TiDBTable(StructType schema, Map<String, String> options) {
    this.schema = schema;
    this.options = options;
  }

  @Override
  public String name() {
    return options.getOrDefault("table", "tidb");
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 declares it abstract.
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    Set<TableCapability> all = capabilities(LoadOptions.isLogical(options));
    all.add(TableCapability.ACCEPT_ANY_SCHEMA);
    return all;
  }

  /**
   * Returns what a table can do. BATCH_WRITE lets {@code save()} take this path; V1_BATCH_WRITE
   * makes it the whole frame.
   *
   * @param logical whether rows are written by SQL, each by the task that has it
   */
  static Set<TableCapability> capabilities(boolean logical) {
    return logical
        ? EnumSet.of(TableCapability.BATCH_READ, TableCapability.BATCH_WRITE)
        : EnumSet.of(
            TableCapability.BATCH_READ,
            TableCapability.BATCH_WRITE,
            TableCapability.V1_BATCH_WRITE,
            TableCapability.TRUNCATE);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap given) {
    ScanOptions read = ScanOptions.parse(TiSparkSettings.under(given.asCaseSensitiveMap()));
    return new TiDBScanBuilder(read, ScanPlan.table(read), schema);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    Map<String, String> given = TiSparkSettings.under(info.options().asCaseSensitiveMap());
    return new FrameWrite(info.schema(), LoadOptions.with(LoadOptions.backendOf(options), given));
  }
}
