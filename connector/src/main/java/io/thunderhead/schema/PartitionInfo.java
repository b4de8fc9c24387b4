package io.thunderhead.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/**
 * How a table is partitioned (kv-encoding 6.4).
 *
 * @param type 1 RANGE, 2 HASH, 3 LIST, 4 KEY
 * @param expression of RANGE, LIST and HASH; empty when {@code columns} are there
 * @param columns of RANGE COLUMNS, LIST COLUMNS and KEY
 * @param definitions partitions in order
 * @param changing whether DDL on the partitions is in flight
 */
public record PartitionInfo(
    int type,
    String expression,
    List<String> columns,
    List<Definition> definitions,
    boolean changing)
    implements Serializable {
  public static final int RANGE = 1;
  public static final int HASH = 2;
  public static final int LIST = 3;
  public static final int KEY = 4;

  /**
   * One partition, a physical table of its own.
   *
   * @param id 0 when a load leaves the partition alone
   */
  public record Definition(long id, String name, List<String> lessThan, List<List<String>> inValues)
      implements Serializable {
    static Definition of(JsonNode node) {
      return new Definition(
          node.path("id").asLong(),
          Json.name(node.path("name")),
          Json.list(node.path("less_than"), JsonNode::asText),
          Json.list(node.path("in_values"), tuple -> Json.list(tuple, JsonNode::asText)));
    }
  }

  /** Returns the partitions that a load may write to. */
  public List<Definition> open() {
    return definitions.stream().filter(each -> each.id() != 0).toList();
  }

  /**
   * Returns these partitions with all closed but those named, in any case.
   *
   * @throws IllegalArgumentException with the name that none has
   */
  PartitionInfo only(Collection<String> names) {
    for (String name : names) {
      if (definitions.stream().noneMatch(each -> each.name().equalsIgnoreCase(name))) {
        throw new IllegalArgumentException(name);
      }
    }
    List<Definition> closed =
        definitions.stream()
            .map(
                each ->
                    names.stream().anyMatch(each.name()::equalsIgnoreCase)
                        ? each
                        : new Definition(0, each.name(), each.lessThan(), each.inValues()))
            .toList();
    return new PartitionInfo(type, expression, columns, closed, changing);
  }

  /** Returns the column that the expression is, null when it is more than a column's name. */
  public String bareColumn() {
    boolean quoted = expression.length() > 2 && expression.startsWith("`");
    if (!quoted || !expression.endsWith("`")) {
      return null;
    }
    String inside = expression.substring(1, expression.length() - 1);
    return inside.replace("``", "").contains("`") ? null : inside.replace("``", "`");
  }

  /** Reads the JSON; null when the table is not partitioned. */
  static PartitionInfo of(JsonNode node) {
    if (!node.path("enable").asBoolean()) {
      return null;
    }
    return new PartitionInfo(
        node.path("type").asInt(),
        node.path("expr").asText(""),
        Json.list(node.path("columns"), Json::name),
        Json.list(node.path("definitions"), Definition::of),
        node.path("ddl_action").asInt() != 0
            || node.path("ddl_state").asInt() != 0
            || !node.path("adding_definitions").isEmpty()
            || !node.path("dropping_definitions").isEmpty());
  }
}
