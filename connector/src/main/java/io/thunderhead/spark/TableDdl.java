package io.thunderhead.spark;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.NearestName;
import io.thunderhead.option.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.VarcharType;

/** Writes TiDB's CREATE TABLE for what a Spark statement asks. */
final class TableDdl {
  static final String PRIMARY_KEY = "primary-key";
  static final String CLUSTERED = "clustered";
  static final String SHARD_ROW_ID_BITS = "shard-row-id-bits";
  static final String AUTO_INCREMENT = "auto-increment";
  static final String AUTO_RANDOM = "auto-random";

  private static final String PRE_SPLIT_REGIONS = "pre-split-regions";
  private static final List<String> PROPERTIES =
      List.of(
          PRIMARY_KEY,
          CLUSTERED,
          AUTO_INCREMENT,
          AUTO_RANDOM,
          SHARD_ROW_ID_BITS,
          PRE_SPLIT_REGIONS,
          TypeProperty.PREFIX + "COLUMN");
  private static final Set<String> OF_SPARK =
      Set.of(
          TableCatalog.PROP_PROVIDER,
          TableCatalog.PROP_OWNER,
          TableCatalog.PROP_EXTERNAL,
          TableCatalog.PROP_COMMENT,
          "table_type",
          "collation",
          "path",
          "is_managed_location");

  /** Where Spark notes the length of CHAR and VARCHAR, whose columns it turns into STRING. */
  private static final String RAW_TYPE = "__CHAR_VARCHAR_TYPE_STRING";

  private final TableName name;
  private final Map<String, String> properties = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private TableDdl(TableName name, Map<String, String> properties) {
    this.name = name;
    this.properties.putAll(properties);
  }

  /**
   * Returns the statement.
   *
   * @param properties of TBLPROPERTIES: primary-key, clustered, auto-increment, auto-random,
   *     shard-row-id-bits, pre-split-regions, and type.COLUMN
   * @throws LoadException UNSUPPORTED for what TiDB or this statement cannot say; INVALID_OPTION
   *     for an unknown property
   */
  static String createTable(
      TableName name, StructType schema, Transform[] partitions, Map<String, String> properties) {
    return new TableDdl(name, properties).createTable(schema, partitions);
  }

  private String createTable(StructType schema, Transform[] partitions) {
    if (partitions.length > 0) {
      throw unsupported("PARTITIONED BY has other rules in TiDB");
    }
    checkProperties(schema);
    List<String> key = columns(PRIMARY_KEY, schema);
    List<String> parts = new ArrayList<>();
    for (StructField field : schema.fields()) {
      parts.add(column(field, key));
    }
    if (!key.isEmpty()) {
      boolean clustered = !"false".equalsIgnoreCase(properties.get(CLUSTERED));
      parts.add(
          "PRIMARY KEY (%s) %s"
              .formatted(
                  String.join(", ", key.stream().map(TableName::quoted).toList()),
                  clustered ? "CLUSTERED" : "NONCLUSTERED"));
    }
    return "CREATE TABLE %s (%s)%s"
        .formatted(name.quoted(), String.join(", ", parts), tableOptions());
  }

  private void checkProperties(StructType schema) {
    columns(AUTO_INCREMENT, schema);
    for (String property : properties.keySet()) {
      if (property.regionMatches(true, 0, TypeProperty.PREFIX, 0, TypeProperty.PREFIX.length())) {
        requireColumn(property, property.substring(TypeProperty.PREFIX.length()), schema);
        continue;
      }
      boolean ofOptions = property.startsWith(TableCatalog.OPTION_PREFIX);
      if (!ofOptions && !OF_SPARK.contains(property) && !isKnown(property)) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "table property '%s' is not known.%s Properties are: %s."
                .formatted(
                    property,
                    NearestName.hint(property, PROPERTIES),
                    String.join(", ", PROPERTIES)));
      }
    }
  }

  private static boolean isKnown(String property) {
    return PROPERTIES.stream().anyMatch(property::equalsIgnoreCase);
  }

  private List<String> columns(String property, StructType schema) {
    List<String> columns =
        Arrays.stream(properties.getOrDefault(property, "").split(","))
            .map(String::strip)
            .filter(each -> !each.isEmpty())
            .toList();
    columns.forEach(column -> requireColumn(property, column, schema));
    return columns;
  }

  private static void requireColumn(String property, String column, StructType schema) {
    if (Arrays.stream(schema.fieldNames()).noneMatch(column::equalsIgnoreCase)) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "table property %s: there is no column '%s'.%s"
              .formatted(
                  property, column, NearestName.hint(column, Arrays.asList(schema.fieldNames()))));
    }
  }

  private String tableOptions() {
    StringBuilder out = new StringBuilder();
    String shard = properties.get(SHARD_ROW_ID_BITS);
    if (shard != null) {
      out.append(" SHARD_ROW_ID_BITS = ").append(number(SHARD_ROW_ID_BITS, shard));
    }
    String split = properties.get(PRE_SPLIT_REGIONS);
    if (split != null) {
      out.append(" PRE_SPLIT_REGIONS = ").append(number(PRE_SPLIT_REGIONS, split));
    }
    String comment = properties.get(TableCatalog.PROP_COMMENT);
    if (comment != null) {
      out.append(" COMMENT = ").append(text(comment));
    }
    return out.toString();
  }

  private static String number(String property, String text) {
    if (!text.matches("\\d{1,2}")) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "table property %s: '%s' (expected: a number of bits, 0 to 15)"
              .formatted(property, text));
    }
    return text;
  }

  private String column(StructField field, List<String> key) {
    boolean inKey = key.stream().anyMatch(field.name()::equalsIgnoreCase);
    String type = type(field, inKey);
    boolean notNull = !field.nullable() || inKey;
    // Without NULL, some TiDB settings make the first TIMESTAMP NOT NULL.
    return "%s %s %s%s%s%s"
        .formatted(
            TableName.quoted(field.name()),
            type,
            notNull ? "NOT NULL" : "NULL",
            DefaultClause.of(field, type),
            ids(field, inKey),
            field.getComment().isDefined() ? " COMMENT " + text(field.getComment().get()) : "");
  }

  private String ids(StructField field, boolean inKey) {
    String random = properties.get(AUTO_RANDOM);
    if (field.name().equalsIgnoreCase(properties.get(AUTO_INCREMENT))) {
      return " AUTO_INCREMENT";
    } else if (random == null || !inKey) {
      return "";
    } else if (!random.matches("\\d{1,2}(,\\s*\\d{1,2})?")) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "table property %s: '%s' (expected: its shard bits, 1 to 15, and its range, 32 to 64, if another than 64)"
              .formatted(AUTO_RANDOM, random));
    }
    return " AUTO_RANDOM(" + random + ")";
  }

  private String type(StructField field, boolean inKey) {
    DataType type = field.dataType();
    String given = properties.get(TypeProperty.PREFIX + field.name());
    if (given != null) {
      return TypeProperty.checked(field.name(), given);
    } else if (field.metadata().contains(RAW_TYPE)) {
      return field.metadata().getString(RAW_TYPE);
    } else if (inKey && isEndless(type)) {
      throw unsupported(
          "column '%s' is in the primary key and its type has no length; declare it VARCHAR(n)"
              .formatted(field.name()));
    }
    String made = made(type);
    if (made == null) {
      throw unsupported(
          "column '%s' is %s, which TiDB has no type for"
              .formatted(field.name(), type.simpleString()));
    }
    return made;
  }

  /** Returns TiDB's type that holds every value of Spark's, or null. */
  static String made(DataType type) {
    String number = number(type);
    return number == null ? other(type) : number;
  }

  /** Tells whether a type has no length; later Sparks make VARCHAR a kind of STRING. */
  private static boolean isEndless(DataType type) {
    boolean hasLength = type instanceof VarcharType || type instanceof CharType;
    return type instanceof BinaryType || (type instanceof StringType && !hasLength);
  }

  private static String number(DataType type) {
    if (type instanceof BooleanType) {
      return "TINYINT(1)";
    } else if (type instanceof ByteType) {
      return "TINYINT";
    } else if (type instanceof ShortType) {
      return "SMALLINT";
    } else if (type instanceof IntegerType) {
      return "INT";
    } else if (type instanceof LongType) {
      return "BIGINT";
    } else if (type instanceof FloatType) {
      return "FLOAT";
    } else if (type instanceof DoubleType) {
      return "DOUBLE";
    } else if (type instanceof DecimalType decimal && decimal.scale() <= 30) {
      return "DECIMAL(%d,%d)".formatted(decimal.precision(), decimal.scale());
    }
    return null;
  }

  private static String other(DataType type) {
    if (type instanceof VarcharType varchar) {
      return "VARCHAR(" + varchar.length() + ")";
    } else if (type instanceof CharType fixed) {
      return "CHAR(" + fixed.length() + ")";
    } else if (type instanceof StringType) {
      return "LONGTEXT";
    } else if (type instanceof BinaryType) {
      return "LONGBLOB";
    } else if (type instanceof DateType) {
      return "DATE";
    } else if (type instanceof TimestampType) {
      return "TIMESTAMP(6)";
    } else if (type instanceof TimestampNTZType) {
      return "DATETIME(6)";
    } else if (type instanceof DayTimeIntervalType) {
      return "TIME(6)";
    }
    boolean nested =
        type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
    return nested ? "JSON" : null;
  }

  private LoadException unsupported(String why) {
    return new LoadException(
        ErrorCode.UNSUPPORTED,
        "table %s cannot be made from Spark: %s. Create it in TiDB.".formatted(name, why));
  }

  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
