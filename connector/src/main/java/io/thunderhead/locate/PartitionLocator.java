package io.thunderhead.locate;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.PartitionInfo;
import java.util.List;

/**
 * Finds the partition of the current row (kv-encoding 7). Not thread-safe; one class for each way
 * of partitioning.
 */
public abstract class PartitionLocator {
  private static final String MAXVALUE = "MAXVALUE";

  private final PartitionInfo partition;
  private final long[] ids;

  PartitionLocator(PartitionInfo partition) {
    this.partition = partition;
    this.ids = partition.definitions().stream().mapToLong(PartitionInfo.Definition::id).toArray();
  }

  /**
   * Makes the locator of a table partitioned by an expression: RANGE, LIST or HASH.
   *
   * @throws LoadException UNSUPPORTED when it is partitioned in another way
   */
  public static PartitionLocator ofExpression(PartitionInfo partition, RowInteger expression) {
    return switch (partition.type()) {
      case PartitionInfo.RANGE -> new RangeLocator(partition, expression);
      case PartitionInfo.LIST -> new ListLocator(partition, expression);
      case PartitionInfo.HASH -> new HashLocator(partition, expression);
      default -> throw unsupported(partition);
    };
  }

  /**
   * Makes the locator of a table partitioned by columns: RANGE COLUMNS, LIST COLUMNS or KEY.
   *
   * @throws LoadException UNSUPPORTED when it is partitioned in another way
   */
  public static PartitionLocator ofColumns(PartitionInfo partition, List<ColumnValue> columns) {
    return switch (partition.type()) {
      case PartitionInfo.RANGE -> new RangeColumnsLocator(partition, columns);
      case PartitionInfo.LIST -> new ListColumnsLocator(partition, columns);
      case PartitionInfo.KEY -> new KeyLocator(partition, columns);
      default -> throw unsupported(partition);
    };
  }

  /**
   * Returns the physical id of the current row's partition.
   *
   * @throws LoadException BAD_ROW when no partition takes the row, or one that the load leaves
   *     alone
   */
  public final long locate() {
    int index = index();
    if (index < 0) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "no partition takes the row: "
              + by(partition)
              + " is "
              + shown()
              + "; correct the input or add a partition");
    }
    if (ids[index] == 0) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "found a row not matching the given partition set (TiDB error 1748): it belongs to partition %s, and option partitions names %s"
              .formatted(
                  partition.definitions().get(index).name(),
                  String.join(
                      ", ",
                      partition.open().stream().map(PartitionInfo.Definition::name).toList())));
    }
    return ids[index];
  }

  /** Returns the position of the current row's partition, -1 when there is none. */
  abstract int index();

  /** Returns the text of what the current row is located by. */
  abstract String shown();

  static boolean isMaxValue(String bound) {
    return bound.equalsIgnoreCase(MAXVALUE);
  }

  private static String by(PartitionInfo partition) {
    return partition.columns().isEmpty()
        ? partition.expression()
        : String.join(", ", partition.columns());
  }

  private static LoadException unsupported(PartitionInfo partition) {
    return new LoadException(
        ErrorCode.UNSUPPORTED,
        "partition type "
            + partition.type()
            + " by "
            + by(partition)
            + " is not supported; load the table with TiDB itself");
  }
}
