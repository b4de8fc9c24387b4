package io.thunderhead.encode;

import io.thunderhead.expr.Expression;
import io.thunderhead.schema.CheckConstraint;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.PartitionInfo;
import io.thunderhead.schema.SchemaState;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.Charset;
import io.thunderhead.type.Collation;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Says what about a table keeps it from being loaded. */
public final class TableSupport {
  private static final Set<Integer> TYPES =
      Set.of(
          FieldType.TINY,
          FieldType.SHORT,
          FieldType.INT24,
          FieldType.LONG,
          FieldType.LONGLONG,
          FieldType.FLOAT,
          FieldType.DOUBLE,
          FieldType.NEW_DECIMAL,
          FieldType.DATE,
          FieldType.DATETIME,
          FieldType.TIMESTAMP,
          FieldType.DURATION,
          FieldType.YEAR,
          FieldType.BIT,
          FieldType.ENUM,
          FieldType.SET,
          FieldType.JSON,
          FieldType.VECTOR,
          FieldType.VARCHAR,
          FieldType.VAR_STRING,
          FieldType.STRING,
          FieldType.TINY_BLOB,
          FieldType.BLOB,
          FieldType.MEDIUM_BLOB,
          FieldType.LONG_BLOB);

  private final TableInfo table;
  private final Set<String> input;
  private final boolean newCollation;
  private final List<String> reasons = new ArrayList<>();

  private TableSupport(TableInfo table, Collection<String> inputColumns, boolean newCollation) {
    this.table = table;
    this.newCollation = newCollation;
    this.input =
        inputColumns.stream()
            .filter(Objects::nonNull)
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the reasons for a cluster with new collations, see the other method. */
  public static List<String> unsupported(TableInfo table, Collection<String> inputColumns) {
    return unsupported(table, inputColumns, true);
  }

  /**
   * Returns every reason, by name, why a table cannot be loaded; empty when it can.
   *
   * @param inputColumns names of the columns that the input has, in any case
   * @param newCollation the cluster's {@code new_collation_enabled}; without it strings are sorted
   *     by their bytes, whatever their collation
   */
  public static List<String> unsupported(
      TableInfo table, Collection<String> inputColumns, boolean newCollation) {
    TableSupport support = new TableSupport(table, inputColumns, newCollation);
    support.checkKind();
    support.checkRows();
    table.columns().forEach(support::checkColumn);
    table.indexes().forEach(support::checkIndex);
    table.constraints().forEach(support::checkConstraint);
    return List.copyOf(support.reasons);
  }

  private void checkKind() {
    refuseIf(table.view(), "it is a view");
    refuseIf(table.sequence(), "it is a sequence");
    refuseIf(table.temporary(), "it is a temporary table");
    refuseIf(table.cached(), "it is a cached table");
    refuseIf(table.columnar(), "its rows live outside TiKV");
    refuseIf(table.locked(), "a session holds it with LOCK TABLES");
    refuseIf(
        table.state() != SchemaState.PUBLIC,
        "DDL on it is in flight, its state is " + table.state());
    refuseIf(table.exchangingPartition(), "EXCHANGE PARTITION on it is in flight");
    refuseIf(
        table.mode() != 0, "its mode is " + table.mode() + ": another import or restore holds it");
    if (table.partition() != null) {
      checkPartition(table.partition());
    }
  }

  private void checkPartition(PartitionInfo partition) {
    refuseIf(partition.changing(), "DDL on its partitions is in flight");
    refuseIf(
        partition.type() < PartitionInfo.RANGE || partition.type() > PartitionInfo.KEY,
        "it is partitioned in a way that is not known, type " + partition.type());
    if (partition.columns().isEmpty() && partition.bareColumn() == null) {
      checkExpression("it is partitioned", partition.expression(), null);
    }
  }

  private void checkRows() {
    refuseIf(
        table.isCommonHandle() && table.primaryIndex() == null,
        "its clustered primary key is not among its indexes");
    refuseIf(
        table.isCommonHandle() && table.commonHandleVersion() > 1,
        "its clustered primary key has the unknown version " + table.commonHandleVersion());
    refuseIf(
        table.pkIsHandle() && table.handleColumn() == null, "its primary key column is not marked");
    refuseIf(table.softDelete(), "it keeps deleted rows (soft delete)");
    refuseIf(table.activeActive(), "it takes part in active-active replication");
  }

  private void checkColumn(ColumnInfo column) {
    FieldType type = column.type();
    int known = reasons.size();
    String name = "column " + column.name() + " ";
    refuseIf(
        column.state() != SchemaState.PUBLIC || column.typeChanging(),
        name + "is in the middle of DDL, its state is " + column.state());
    refuseIf(!TYPES.contains(type.tp()), name + "has the unsupported type " + type.sql());
    checkStrings(column, name);
    boolean omitted = !input.contains(column.name().toLowerCase(Locale.ROOT));
    refuseIf(
        omitted
            && type.tp() == FieldType.TIMESTAMP
            && column.version() == 0
            && column.defaultValue() != null,
        name
            + "is not in the input and its default, of an old TiDB, is in that server's time zone");
    if (reasons.size() > known) {
      return;
    }
    if (column.generated()) {
      checkExpression(name + "is generated", column.generatedExpression(), column);
    } else if (omitted && column.defaultIsExpression()) {
      checkExpression(
          name + "is not in the input and its default is an expression",
          column.defaultValue(),
          column);
    }
  }

  private void checkStrings(ColumnInfo column, String name) {
    FieldType type = column.type();
    boolean named = type.tp() == FieldType.ENUM || type.tp() == FieldType.SET;
    if (!named && !type.isString()) {
      return;
    }
    refuseIf(type.elemsAreBinary(), name + "has names that are binary literals");
    refuseIf(
        Charset.find(type.charset()).isEmpty(),
        name + "has the unsupported character set " + type.charset());
    refuseIf(
        newCollation
            && Collation.find(type.collate()).isEmpty()
            && (named || isInKeys(column) || !Collation.isOnlyStored(type.collate())),
        name
            + "has the collation "
            + type.collate()
            + ", whose sort keys are not known (supported: "
            + String.join(", ", Collation.names())
            + "); load it with TiDB itself");
  }

  /** Tells whether the column's sort keys are needed: in a handle, an index or a partition. */
  private boolean isInKeys(ColumnInfo column) {
    PartitionInfo partition = table.partition();
    boolean partitions =
        partition != null && partition.columns().stream().anyMatch(column.name()::equalsIgnoreCase);
    return partitions
        || table.indexes().stream()
            .flatMap(index -> index.columns().stream())
            .anyMatch(part -> part.offset() == column.offset());
  }

  private void checkIndex(IndexInfo index) {
    String name = "index " + index.name() + " ";
    refuseIf(
        index.state() != SchemaState.PUBLIC || index.backfillState() != 0,
        name + "is in the middle of DDL, its state is " + index.state());
    refuseIf(
        index.global() && table.partition() == null,
        name + "is global in a table that is not partitioned");
    refuseIf(
        index.global() && index.globalIndexVersion() > (table.isCommonHandle() ? 0 : 1),
        name
            + "is global of version "
            + index.globalIndexVersion()
            + ", which is not known for this kind of table");
    refuseIf(
        index.global() && table.writesKvs(index) && !table.onlyPartitions().isEmpty(),
        name
            + "is global and spans all partitions, so that some cannot be loaded alone; leave option"
            + " partitions out");
    if (!index.condition().isEmpty()) {
      checkExpression(name + "is partial", index.condition(), null);
    }
    for (IndexColumn each : index.columns()) {
      refuseIf(each.changingType(), name + "is on a column whose type is changing");
    }
  }

  private void checkConstraint(CheckConstraint constraint) {
    String name = "CHECK constraint " + constraint.name() + " ";
    refuseIf(
        constraint.state() != SchemaState.PUBLIC,
        name + "is in the middle of DDL, its state is " + constraint.state());
    if (constraint.enforced()) {
      checkExpression(name + "is enforced", constraint.expression(), null);
    }
  }

  /** Names what of an expression cannot be computed. */
  private void checkExpression(String what, String text, ColumnInfo column) {
    ColumnType target =
        column == null
            ? null
            : ColumnTypes.of(column, new ConversionRules(Set.of(), ZoneOffset.UTC, newCollation));
    for (String name : Expression.unsupported(text, table, column, target)) {
      refuseIf(true, what + " by " + text + ", of which this is not supported: " + name);
    }
  }

  private void refuseIf(boolean condition, String reason) {
    if (condition) {
      reasons.add(reason);
    }
  }
}
