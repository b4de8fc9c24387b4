package io.thunderhead.encode;

import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import io.thunderhead.type.PackedTime;
import io.thunderhead.type.SessionZone;
import java.util.ArrayList;
import java.util.List;

/**
 * The values of rows of one input schema as their columns hold them, for statements of SQL: the
 * same conversions as {@link RowEncoder} makes, without keys. Columns that the input lacks, and
 * those that the table computes, have none. Not thread-safe: each task makes its own.
 */
public final class RowValues {
  private final List<ColumnEncoder> encoders = new ArrayList<>();
  private final List<ColumnInfo> columns;
  private final SessionZone zone;

  /**
   * Resolves the input columns against the table.
   *
   * @throws LoadException SOURCE_SCHEMA_INVALID when the input has unknown columns, lacks some, or
   *     brings a type that a column cannot take; UNSUPPORTED for a column of an unknown type
   */
  public RowValues(TableInfo table, InputColumns input, EncodeSettings settings) {
    ConversionRules rules =
        new ConversionRules(settings.sqlMode(), settings.zone(), settings.newCollation());
    this.zone = rules.zone();
    InputPositions inputs = new InputPositions(table, input);
    for (ColumnInfo column : table.columns()) {
      boolean given = inputs.has(column);
      if (given && !column.generated()) {
        encoders.add(ofInput(table, input, inputs, column, settings.strict(), rules));
      } else if (!given && lacksValue(table, column, settings.strict())) {
        inputs.addProblem("it lacks column '" + column.name() + "', which has no default");
      }
    }
    if (inputs.hasRowIds()) {
      ColumnInfo id = ColumnInfo.rowId();
      ColumnType type = ColumnTypes.of(id, rules);
      encoders.add(ColumnEncoder.ofInput(id, type, inputs.position(id), settings.strict(), true));
    }
    inputs.check();
    this.columns = encoders.stream().map(ColumnEncoder::column).toList();
  }

  private static ColumnEncoder ofInput(
      TableInfo table,
      InputColumns input,
      InputPositions inputs,
      ColumnInfo column,
      boolean strict,
      ConversionRules rules) {
    ColumnType type = ColumnTypes.of(column, rules);
    int position = inputs.position(column);
    inputs.checkKind(column, type, input.kinds().get(position));
    return ColumnEncoder.ofInput(column, type, position, strict, table.generatesIds(column));
  }

  private static boolean lacksValue(TableInfo table, ColumnInfo column, boolean strict) {
    return strict
        && column.type().notNull()
        && column.defaultValue() == null
        && column.type().tp() != FieldType.ENUM
        && !column.generated()
        && !table.generatesIds(column);
  }

  /** Returns the columns that have values, in the table's order; row ids come last. */
  public List<ColumnInfo> columns() {
    return columns;
  }

  /**
   * Converts the values of a row.
   *
   * @throws LoadException BAD_ROW when one cannot be stored
   */
  public void load(InputRow row) {
    for (int i = 0; i < encoders.size(); i++) {
      ColumnEncoder encoder = encoders.get(i);
      encoder.load(row);
      if (encoder.column().type().tp() == FieldType.TIMESTAMP) {
        requireTold(encoder);
      }
    }
  }

  /** SQL tells instants by the session's wall clock, which shows an hour twice in autumn. */
  private void requireTold(ColumnEncoder encoder) {
    if (encoder.value().isNull() || encoder.value().number() == 0) {
      return;
    }
    long instant = PackedTime.wallSecond(encoder.value().number());
    if (zone.toInstant(zone.toWall(instant)) != instant) {
      throw LoadException.ofColumn(
          encoder.column().name(),
          "column '%s' (%s): the time zone's clock shows %s twice, and SQL cannot tell which is meant; run the load with time-zone UTC"
              .formatted(
                  encoder.column().name(),
                  encoder.column().type().sql(),
                  text(encoders.indexOf(encoder))),
          null);
    }
  }

  /** Tells whether a value of the row that was loaded last is NULL. */
  public boolean isNull(int index) {
    return encoders.get(index).value().isNull();
  }

  /** Appends the text of a value that is not NULL, as {@link #text(int)} has it. */
  public void appendText(int index, StringBuilder out) {
    ColumnEncoder encoder = encoders.get(index);
    encoder.type().appendText(encoder.value(), out);
  }

  /**
   * Returns the text of a value of the row that was loaded last: byte strings as {@code 0x} and hex
   * digits, TIMESTAMPs in the session's zone, BIT as a number; null for NULL.
   */
  public String text(int index) {
    ColumnEncoder encoder = encoders.get(index);
    if (encoder.value().isNull()) {
      return null;
    }
    return encoder.type().text(encoder.value());
  }
}
