package io.thunderhead.ddl;

import io.thunderhead.ddl.ColumnDef.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Builds a column from its definition: lengths, character set, flags and default filled in. */
final class ColumnBuilder {
  /** Longest text types by bytes, and the codes they become. */
  private static final long TINY_BLOB_MAX = 255;

  private static final long BLOB_MAX = 65535;
  private static final long MEDIUM_BLOB_MAX = 16777215;
  private static final long LONG_BLOB_MAX = 4294967295L;
  private static final int MAX_NAME = 64;

  /** A column with the keys that its own options ask for. */
  record Built(ColumnInfo column, List<KeyDef> keys) {}

  private final Settings settings;
  private final String tableCharset;
  private final String tableCollate;

  ColumnBuilder(Settings settings, String tableCharset, String tableCollate) {
    this.settings = settings;
    this.tableCharset = tableCharset;
    this.tableCollate = tableCollate;
  }

  /**
   * Builds a column.
   *
   * @param outerPrimary whether a PRIMARY KEY of the table names the column
   */
  Built build(ColumnDef def, boolean outerPrimary) {
    checkName(def);
    FieldType type = completeType(def);
    ColumnInfo column = new ColumnInfo(def.name(), type);
    List<KeyDef> keys = new ArrayList<>();
    boolean hasDefault = false;
    boolean explicitNull = false;
    for (Option option : def.options()) {
      if (option instanceof Option.NotNull) {
        type.add(FieldType.NOT_NULL);
      } else if (option instanceof Option.Nullable) {
        type.remove(FieldType.NOT_NULL);
        explicitNull = true;
      } else if (option instanceof Option.Default o) {
        hasDefault = new DefaultValues(settings).apply(column, o.value());
      } else {
        apply(option, def, column, keys);
      }
    }
    finish(def, column, hasDefault, explicitNull, outerPrimary);
    return new Built(column, keys);
  }

  private static void checkName(ColumnDef def) {
    String name = def.name().original();
    if (def.name().matches("_tidb_rowid")) {
      throw def.at().error("column name '" + name + "' is TiDB's own", "choose another one");
    }
    if (name.codePointCount(0, name.length()) > MAX_NAME) {
      throw def.at().error("column name '" + name + "' is too long", "it has at most 64 letters");
    }
  }

  private void apply(Option option, ColumnDef def, ColumnInfo column, List<KeyDef> keys) {
    FieldType type = column.type;
    List<KeyDef.Part> self =
        List.of(new KeyDef.Part(def.name(), FieldType.UNSPECIFIED, null, def.at()));
    if (option instanceof Option.AutoIncrement) {
      autoIncrement(def, type);
    } else if (option instanceof Option.PrimaryKey o && !type.has(FieldType.PRI_KEY)) {
      KeyDef.Options options = new KeyDef.Options(o.clustered(), 0, "", false, o.global(), null);
      keys.add(KeyDef.index(KeyDef.Kind.PRIMARY, "", self, options, false, def.at()));
      type.add(FieldType.PRI_KEY | FieldType.NOT_NULL);
    } else if (option instanceof Option.Unique o && !type.has(FieldType.UNIQUE_KEY)) {
      KeyDef.Options options = new KeyDef.Options(null, 0, "", false, o.global(), null);
      keys.add(KeyDef.index(KeyDef.Kind.UNIQUE, "", self, options, false, def.at()));
      type.add(FieldType.UNIQUE_KEY);
    } else if (option instanceof Option.OnUpdate o) {
      onUpdate(def, type, (Expr.Call) o.value());
    } else if (option instanceof Option.Comment o) {
      column.comment = o.text();
    } else if (option instanceof Option.Generated o) {
      column.generatedExpr = ExprText.stored(o.value());
      column.generatedStored = o.stored();
      column.dependences = Exprs.columnNames(o.value());
      StoredExprs.checkGenerated(o.value());
    } else if (option instanceof Option.Check o && settings.checkConstraint) {
      keys.add(KeyDef.check(o.name(), o.condition(), o.enforced(), def.name(), o.at()));
    }
  }

  private static void autoIncrement(ColumnDef def, FieldType type) {
    if (!type.isInteger() && !type.isFloat()) {
      throw def.at()
          .error(
              "AUTO_INCREMENT on " + type.described() + " column '" + def.name() + "'",
              "use an integer column");
    }
    type.add(FieldType.AUTO_INCREMENT | FieldType.NOT_NULL);
  }

  private static void onUpdate(ColumnDef def, FieldType type, Expr.Call now) {
    boolean fits = type.type == FieldType.TIMESTAMP || type.type == FieldType.DATETIME;
    if (!fits || !now.named("CURRENT_TIMESTAMP") || DefaultValues.fsp(now) != type.decimal) {
      throw def.at()
          .error(
              "ON UPDATE of column '" + def.name() + "' does not fit its type",
              "it takes CURRENT_TIMESTAMP with the digits of a DATETIME or TIMESTAMP");
    }
    type.add(FieldType.ON_UPDATE_NOW);
  }

  private void finish(
      ColumnDef def,
      ColumnInfo column,
      boolean hasDefault,
      boolean explicitNull,
      boolean outerPrimary) {
    FieldType type = column.type;
    if (!hasDefault && type.type == FieldType.YEAR && type.has(FieldType.NOT_NULL)) {
      column.defaultValue = "0000".getBytes(StandardCharsets.UTF_8);
    }
    setNoDefault(type, hasDefault);
    setFlagsOfType(type);
    if (outerPrimary) {
      type.add(FieldType.PRI_KEY);
    }
    if (type.has(FieldType.PRI_KEY) && explicitNull) {
      throw def.at().error("primary key column '" + def.name() + "' is NULL", "say NOT NULL");
    }
    if (hasDefault
        && column.defaultValue == null
        && type.has(FieldType.NOT_NULL | FieldType.PRI_KEY)) {
      throw def.at()
          .error("NOT NULL column '" + def.name() + "' has DEFAULT NULL", "drop one of them");
    }
    if (hasDefault && column.defaultIsExpr && type.has(FieldType.AUTO_INCREMENT)) {
      throw def.at().error("AUTO_INCREMENT column '" + def.name() + "' has a default", "drop it");
    }
    if (column.isGenerated() && (hasDefault || type.has(FieldType.AUTO_INCREMENT))) {
      throw def.at()
          .error("generated column '" + def.name() + "' has a value of its own", "drop one");
    }
    checkLength(def, type);
    checkMembers(def, type);
  }

  /** NOT NULL without a default, unless the value comes by itself. */
  static void setNoDefault(FieldType type, boolean hasDefault) {
    if (!hasDefault && type.has(FieldType.NOT_NULL) && !type.has(FieldType.AUTO_INCREMENT)) {
      type.add(FieldType.NO_DEFAULT);
    }
  }

  private static void setFlagsOfType(FieldType type) {
    if (type.hasCharset()) {
      if (type.charset.equals(Charsets.BINARY)) {
        type.add(FieldType.BINARY);
      } else {
        type.remove(FieldType.BINARY);
      }
    }
    if (type.type == FieldType.BIT) {
      type.remove(FieldType.BINARY);
      type.add(FieldType.UNSIGNED);
    }
    if (type.type == FieldType.YEAR) {
      type.remove(FieldType.BINARY);
      type.add(FieldType.ZEROFILL);
    }
    if (type.has(FieldType.ZEROFILL)) {
      type.add(FieldType.UNSIGNED);
    }
  }

  private static void checkLength(ColumnDef def, FieldType type) {
    if (type.type == FieldType.VARCHAR) {
      long max = BLOB_MAX / Charsets.maxBytes(type.charset);
      if (type.flen > max) {
        throw def.at()
            .error(
                "column '" + def.name() + "' is too long: " + type.flen,
                "expected at most " + max + ", or use TEXT or BLOB");
      }
    }
  }

  private static void checkMembers(ColumnDef def, FieldType type) {
    if (type.elems == null) {
      return;
    }
    boolean ignoreCase = type.collate.endsWith("_ci");
    Set<String> seen = new HashSet<>();
    for (String member : type.elems) {
      if (!seen.add(ignoreCase ? member.toLowerCase(Locale.ROOT) : member)) {
        throw def.at()
            .error("column '" + def.name() + "' has the member '" + member + "' twice", "drop one");
      }
    }
  }

  private FieldType completeType(ColumnDef def) {
    FieldType type = def.type().copy();
    String[] resolved = charsetAndCollation(def, type);
    if (type.hasCharset()) {
      type.collation(resolved[0], resolved[1]);
    } else {
      type.binaryCollation();
    }
    if (type.decimal == FieldType.UNSPECIFIED) {
      type.decimal = FieldType.defaultDecimal(type.type);
    }
    if (type.flen == FieldType.UNSPECIFIED) {
      type.flen = FieldType.defaultFlen(type.type);
      boolean shorter = type.isInteger() && type.type != FieldType.LONGLONG;
      if (shorter && type.has(FieldType.UNSIGNED)) {
        type.flen--;
      }
    } else if (type.type == FieldType.BLOB) {
      fitBlob(type, resolved[0]);
    }
    return type;
  }

  /** BLOB(n) and TEXT(n) become the smallest type that holds n characters. */
  private static void fitBlob(FieldType type, String charset) {
    long bytes = type.flen * Charsets.maxBytes(charset);
    if (bytes <= TINY_BLOB_MAX) {
      type.type = FieldType.TINY_BLOB;
      type.flen = TINY_BLOB_MAX;
    } else if (bytes <= BLOB_MAX) {
      type.flen = BLOB_MAX;
    } else if (bytes <= MEDIUM_BLOB_MAX) {
      type.type = FieldType.MEDIUM_BLOB;
      type.flen = MEDIUM_BLOB_MAX;
    } else if (bytes <= LONG_BLOB_MAX) {
      type.type = FieldType.LONG_BLOB;
      type.flen = LONG_BLOB_MAX;
    }
  }

  /** The column's own, else the table's; a collation alone brings its character set. */
  private String[] charsetAndCollation(ColumnDef def, FieldType type) {
    String charset = type.charset;
    String collation = type.collate;
    boolean ownCollation = !collation.isEmpty();
    if (!charset.isEmpty() && collation.isEmpty()) {
      collation = Charsets.defaultCollation(charset);
    }
    for (Option option : def.options()) {
      if (option instanceof Option.Collate o) {
        String of = Charsets.charsetOf(o.collation());
        if (!charset.isEmpty() && !charset.equals(of)) {
          throw o.at()
              .error(
                  "collation " + o.collation() + " is not of character set " + charset,
                  "choose one of the same");
        }
        charset = of;
        collation = o.collation();
        ownCollation = true;
      }
    }
    boolean ownCharset = !type.charset.isEmpty();
    if (charset.isEmpty()) {
      charset = tableCharset;
      collation = tableCollate;
    }
    if (type.isString() && type.has(FieldType.BINARY) && !(ownCharset && ownCollation)) {
      collation = Charsets.defaultCollation(charset);
    }
    return new String[] {charset, collation};
  }
}
