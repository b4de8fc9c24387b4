package io.thunderhead.ddl;

import java.util.Set;

/** A column of a table, kv-encoding 6.3 ColumnInfo; all columns here are public. */
final class ColumnInfo {
  long id;
  Name name;
  int offset;
  FieldType type;

  /** Bytes of the text, null for none. */
  byte[] defaultValue;

  boolean defaultIsExpr;

  /** What rows from before ADD COLUMN hold; bytes of the text, null for none. */
  byte[] originDefault;

  String generatedExpr = "";
  boolean generatedStored;

  /** Lower-case names of the columns that the expression reads, null for a plain column. */
  Set<String> dependences;

  String comment = "";
  boolean hidden;

  ColumnInfo(Name name, FieldType type) {
    this.name = name;
    this.type = type;
  }

  boolean isGenerated() {
    return !generatedExpr.isEmpty();
  }

  boolean isVirtual() {
    return isGenerated() && !generatedStored;
  }

  ColumnInfo copy() {
    ColumnInfo copy = new ColumnInfo(name, type.copy());
    copy.id = id;
    copy.offset = offset;
    copy.defaultValue = defaultValue;
    copy.defaultIsExpr = defaultIsExpr;
    copy.originDefault = originDefault;
    copy.generatedExpr = generatedExpr;
    copy.generatedStored = generatedStored;
    copy.dependences = dependences;
    copy.comment = comment;
    copy.hidden = hidden;
    return copy;
  }
}
