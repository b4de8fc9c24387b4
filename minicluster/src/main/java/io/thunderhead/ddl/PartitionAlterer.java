package io.thunderhead.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** ADD, DROP and TRUNCATE PARTITION. */
final class PartitionAlterer {
  private static final int ADD_STATES = 3;
  private static final int DROP_STATES = 4;
  private static final int TRUNCATE_STATES = 3;

  private final TableInfo table;
  private final Settings settings;
  private final LongSupplier ids;

  PartitionAlterer(TableInfo table, Settings settings, LongSupplier ids) {
    this.table = table;
    this.settings = settings;
    this.ids = ids;
  }

  static boolean takes(AlterSpec spec) {
    return spec instanceof AlterSpec.AddPartitions
        || spec instanceof AlterSpec.DropPartitions
        || spec instanceof AlterSpec.TruncatePartitions;
  }

  void apply(AlterSpec spec) {
    if (table.partition == null) {
      throw spec.at().error("table '" + table.name + "' has no partitions", "leave it");
    }
    if (spec instanceof AlterSpec.AddPartitions s) {
      add(s);
    } else if (spec instanceof AlterSpec.DropPartitions s) {
      drop(s);
    } else if (spec instanceof AlterSpec.TruncatePartitions s) {
      truncate(s);
    }
    table.partition.count = table.partition.definitions.size();
  }

  private void needRanges(AlterSpec spec) {
    PartitionDef.Method method = table.partition.method;
    if (method != PartitionDef.Method.RANGE && method != PartitionDef.Method.LIST) {
      throw spec.at()
          .error(
              "ADD or DROP PARTITION of " + method + ", which moves rows, is not taken",
              "create the table in its final form");
    }
  }

  private void add(AlterSpec.AddPartitions spec) {
    needRanges(spec);
    PartitionInfo partition = table.partition;
    List<String> last = partition.definitions.get(partition.definitions.size() - 1).lessThan();
    if (last != null && last.get(0).equals("MAXVALUE")) {
      throw spec.at().error("ADD PARTITION behind MAXVALUE", "create the table in its final form");
    }
    PartitionBuilder builder = new PartitionBuilder(table, settings);
    List<PartitionInfo.Definition> added =
        builder.definitions(partition, spec.definitions(), spec.at());
    added.forEach(definition -> partition.definitions.add(definition));
    builder.checkDefinitions(partition, spec.at());
    partition.definitions.replaceAll(d -> d.id() == 0 ? d.withId(ids.getAsLong()) : d);
    table.revision += ADD_STATES;
  }

  private void drop(AlterSpec.DropPartitions spec) {
    needRanges(spec);
    List<PartitionInfo.Definition> kept = new ArrayList<>(table.partition.definitions);
    for (Name name : spec.names()) {
      if (!kept.removeIf(d -> d.name().matches(name)) && !spec.ifExists()) {
        throw spec.at().error("partition '" + name + "' does not exist", "name one that does");
      }
    }
    if (kept.isEmpty()) {
      throw spec.at().error("DROP of all partitions", "drop the table");
    }
    table.partition.definitions = kept;
    table.revision += DROP_STATES;
  }

  private void truncate(AlterSpec.TruncatePartitions spec) {
    List<PartitionInfo.Definition> definitions = table.partition.definitions;
    for (Name name : spec.names()) {
      if (definitions.stream().noneMatch(d -> d.name().matches(name))) {
        throw spec.at().error("partition '" + name + "' does not exist", "name one that does");
      }
    }
    definitions.replaceAll(
        d ->
            spec.names().isEmpty() || spec.names().stream().anyMatch(n -> d.name().matches(n))
                ? d.withId(ids.getAsLong())
                : d);
    table.revision += TRUNCATE_STATES;
  }
}
