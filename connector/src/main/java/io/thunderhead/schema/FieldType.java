package io.thunderhead.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;

/**
 * A column's type as TiDB keeps it (kv-encoding 6.3 and 6.5).
 *
 * @param tp MySQL's type number
 * @param flag bits of kv-encoding 4.10
 * @param flen length or precision, -1 when unspecified
 * @param decimal scale or fractional digits of a second, -1 when unspecified
 * @param elems names of an ENUM or SET
 * @param elemsAreBinary whether any name was given as a binary literal
 * @param array whether the column is the array behind a multi-valued index
 */
public record FieldType(
    int tp,
    int flag,
    int flen,
    int decimal,
    String charset,
    String collate,
    List<String> elems,
    boolean elemsAreBinary,
    boolean array)
    implements Serializable {
  public static final int TINY = 1;
  public static final int SHORT = 2;
  public static final int LONG = 3;
  public static final int FLOAT = 4;
  public static final int DOUBLE = 5;
  public static final int TIMESTAMP = 7;
  public static final int LONGLONG = 8;
  public static final int INT24 = 9;
  public static final int DATE = 10;
  public static final int DURATION = 11;
  public static final int DATETIME = 12;
  public static final int YEAR = 13;
  public static final int VARCHAR = 15;
  public static final int BIT = 16;
  public static final int VECTOR = 0xe1;
  public static final int JSON = 0xf5;
  public static final int NEW_DECIMAL = 0xf6;
  public static final int ENUM = 0xf7;
  public static final int SET = 0xf8;
  public static final int TINY_BLOB = 0xf9;
  public static final int MEDIUM_BLOB = 0xfa;
  public static final int LONG_BLOB = 0xfb;
  public static final int BLOB = 0xfc;
  public static final int VAR_STRING = 0xfd;
  public static final int STRING = 0xfe;

  private static final int NOT_NULL_FLAG = 1;
  private static final int PRIMARY_KEY_FLAG = 1 << 1;
  private static final int UNSIGNED_FLAG = 1 << 5;
  private static final int AUTO_INCREMENT_FLAG = 1 << 9;
  private static final int PREVENT_NULL_INSERT_FLAG = 1 << 20;

  /** Takes a copy of the names. */
  public FieldType {
    elems = List.copyOf(elems);
  }

  static FieldType of(JsonNode node) {
    boolean binary = false;
    for (JsonNode each : node.path("ElemsIsBinaryLit")) {
      binary |= each.asBoolean();
    }
    return new FieldType(
        node.path("Tp").asInt(),
        node.path("Flag").asInt(),
        node.path("Flen").asInt(),
        node.path("Decimal").asInt(),
        node.path("Charset").asText(""),
        node.path("Collate").asText(""),
        Json.list(node.path("Elems"), JsonNode::asText),
        binary,
        node.path("Array").asBoolean());
  }

  /**
   * What a column has beside its type's words.
   *
   * @param charset {@code binary} for what is no text
   * @param collate {@code binary} for what is no text
   */
  public record Traits(
      String charset, String collate, boolean notNull, boolean primaryKey, boolean autoIncrement) {}

  /**
   * Reads a type as {@code information_schema.columns} writes it, such as {@code decimal(10,2)
   * unsigned}.
   *
   * @param escapes whether names of an ENUM or SET are written with backslashes
   * @throws IllegalArgumentException when there is no such type
   */
  public static FieldType ofSql(String words, boolean escapes, Traits traits) {
    int flag =
        (traits.notNull() ? NOT_NULL_FLAG : 0)
            | (traits.primaryKey() ? PRIMARY_KEY_FLAG : 0)
            | (traits.autoIncrement() ? AUTO_INCREMENT_FLAG : 0);
    TypeWords read = new TypeWords(words, escapes);
    return new FieldType(
        read.tp(),
        flag | (read.unsigned() ? UNSIGNED_FLAG : 0),
        read.flen(),
        read.decimal(),
        traits.charset(),
        traits.collate(),
        read.elems(),
        false,
        false);
  }

  /** Tells whether NULL is refused, declared so or kept so while a column changes. */
  public boolean notNull() {
    return has(NOT_NULL_FLAG) || has(PREVENT_NULL_INSERT_FLAG);
  }

  /** Tells whether the column is part of the primary key. */
  public boolean primaryKey() {
    return has(PRIMARY_KEY_FLAG);
  }

  public boolean unsigned() {
    return has(UNSIGNED_FLAG);
  }

  public boolean autoIncrement() {
    return has(AUTO_INCREMENT_FLAG);
  }

  /** Tells whether values are CHAR, VARCHAR, TEXT or their binary counterparts. */
  public boolean isString() {
    return switch (tp) {
      case VARCHAR, VAR_STRING, STRING, TINY_BLOB, BLOB, MEDIUM_BLOB, LONG_BLOB -> true;
      default -> false;
    };
  }

  /** Tells whether values are TEXT or BLOB of any size. */
  public boolean isBlob() {
    return switch (tp) {
      case TINY_BLOB, BLOB, MEDIUM_BLOB, LONG_BLOB -> true;
      default -> false;
    };
  }

  /** Returns the type as DDL writes it, such as {@code decimal(10,2) unsigned}. */
  public String sql() {
    return TypeNames.sql(this);
  }

  private boolean has(int bit) {
    return (flag & bit) != 0;
  }
}
