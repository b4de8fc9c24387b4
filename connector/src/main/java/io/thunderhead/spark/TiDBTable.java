package io.thunderhead.spark;

import io.thunderhead.option.Backend;
import io.thunderhead.option.LoadOptions;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * A table. Physical mode takes a whole DataFrame at once: one row becomes KVs in many regions, so
 * Spark's own row distribution cannot place them. Logical mode takes rows as Spark deals them out.
 */
final class TiDBTable implements SupportsWrite {
  private final StructType schema;
  private final String name;
  private final Backend backend;

  /**
   * @param backend LOCAL, or TIDB for rows that are written by SQL, each by the task that has it
   */
  TiDBTable(StructType schema, String name, Backend backend) {
    this.schema = schema;
    this.name = name;
    this.backend = backend;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 declares it abstract.
  public StructType schema() {
    return schema;
  }

  /** BATCH_WRITE lets {@code save()} take this path; V1_BATCH_WRITE makes it the whole frame. */
  @Override
  public Set<TableCapability> capabilities() {
    return backend == Backend.TIDB
        ? Set.of(TableCapability.BATCH_WRITE, TableCapability.ACCEPT_ANY_SCHEMA)
        : Set.of(
            TableCapability.BATCH_WRITE,
            TableCapability.V1_BATCH_WRITE,
            TableCapability.ACCEPT_ANY_SCHEMA);
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new WriteBuilder() {
      @Override
      public Write build() {
        Map<String, String> options =
            LoadOptions.with(backend, info.options().asCaseSensitiveMap());
        return backend == Backend.TIDB
            ? new LogicalWrite(info.schema(), options)
            : new PhysicalWrite(options);
      }
    };
  }
}
