package io.thunderhead.encode;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.RowWriter;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.locate.PartitionLocator;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.IndexColumn;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.InputRow;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Turns rows of one input schema into the key-value pairs of one table (kv-encoding 0).
 *
 * <p>All choices by type are made when it is built. Not thread-safe: each task makes its own.
 */
public final class RowEncoder {
  /** What stands before the checksum of a record. */
  private static final int CHECKSUM_VERSION = 2;

  private final TableInfo table;
  private final ColumnEncoder[] columns;
  private final ColumnEncoder[] storedById;
  private final AutoIdColumns autoIds;
  private final RowExpressions expressions;
  private final PartitionLocator locator;
  private final HandleEncoder handle;
  private final GivenRowIds givenRowIds;
  private final boolean checksum;
  private final CRC32 crc = new CRC32();
  private final IndexEncoder[] indexes;
  private final RowWriter record = new RowWriter();
  private final Bytes key = new Bytes(TableCodec.INT_RECORD_KEY_LENGTH);
  private final Bytes value = new Bytes(256);

  /**
   * Resolves the input columns against the table. Columns that the input lacks get their default.
   *
   * @throws LoadException UNSUPPORTED when the table cannot be loaded; SOURCE_SCHEMA_INVALID when
   *     the input has unknown columns, lacks some, or brings a type that a column cannot take
   */
  public RowEncoder(TableInfo table, InputColumns input, EncodeSettings settings) {
    requireSupported(table, input, settings);
    this.table = table;
    ConversionRules rules =
        new ConversionRules(settings.sqlMode(), settings.zone(), settings.newCollation());
    InputPositions inputs = new InputPositions(table, input);
    this.columns = new TableColumns(table, input, settings, rules, inputs).encoders();
    this.autoIds = new AutoIdColumns(table, columns, inputs);
    this.givenRowIds =
        inputs.hasRowIds()
            ? new GivenRowIds(
                inputs.position(ColumnInfo.rowId()), rowIds(table), rules, settings.strict())
            : null;
    this.handle = handle(table, columns, givenRowIds);
    this.checksum = settings.rowFormat() == RowFormat.VERSION_2_CHECKSUM;
    this.storedById =
        Arrays.stream(columns)
            .filter(each -> isStored(table, each))
            .sorted(Comparator.comparingLong(each -> each.column().id()))
            .toArray(ColumnEncoder[]::new);
    List<IndexInfo> written = table.indexes().stream().filter(table::writesKvs).toList();
    this.expressions = new RowExpressions(table, columns, written, rules, settings.statementTime());
    this.locator = table.partition() == null ? null : RowLocators.of(table, columns, expressions);
    this.indexes =
        written.stream()
            .map(index -> new IndexEncoder(table, index, columns, handle))
            .toArray(IndexEncoder[]::new);
  }

  /**
   * Pours the record and then the index entries of one row, all with raw keys.
   *
   * @param rowId an id that no other row of the table has: the handle of a table with {@code
   *     _tidb_rowid}, and what AUTO_INCREMENT and AUTO_RANDOM columns take that have no value
   * @throws LoadException BAD_ROW when a value cannot be stored; nothing was poured then
   */
  public void encode(InputRow row, long rowId, KvSink sink) {
    for (ColumnEncoder column : columns) {
      column.load(row);
    }
    if (givenRowIds != null) {
      givenRowIds.load(row);
    }
    autoIds.load(rowId);
    expressions.compute();
    expressions.test();
    handle.load(rowId);
    long physicalId = locator == null ? table.id() : locator.locate();
    autoIds.note(givenRowIds == null ? rowId : givenRowIds.counted(rowId));
    putRecord(physicalId, sink);
    for (int i = 0; i < indexes.length; i++) {
      if (expressions.isIndexed(i)) {
        indexes[i].encode(physicalId, sink);
      }
    }
  }

  /** Returns the value that the row which was encoded last has in a column. */
  Datum value(int offset) {
    return columns[offset].value();
  }

  /** Returns the largest ids that rows took so far, to which the table's allocators must rise. */
  public AutoIds maxAutoIds() {
    return autoIds.max();
  }

  /** Returns how many index entries a row has at most, multi-valued indexes counted once. */
  public int indexKvsPerRow() {
    return indexes.length;
  }

  private void putRecord(long physicalId, KvSink sink) {
    TableCodec.putRecordPrefix(key.clear(), physicalId);
    handle.putRecordSuffix(key);
    if (!sink.takes(key)) {
      return;
    }
    record.clear();
    for (ColumnEncoder column : storedById) {
      Datum datum = column.value();
      if (!datum.isNull()) {
        column.type().putValue(datum, record.putValue(column.column().id()));
      } else if (!column.omitsNull()) {
        record.putNull(column.column().id());
      }
    }
    record.writeTo(value.clear(), checksum);
    if (checksum) {
      putChecksum();
    }
    sink.put(key, value);
  }

  /** Appends the CRC-32 of the record so far and of the handle as keys have it. */
  private void putChecksum() {
    value.put(CHECKSUM_VERSION);
    crc.reset();
    crc.update(value.array(), 0, value.length());
    crc.update(
        key.array(),
        TableCodec.RECORD_PREFIX_LENGTH,
        key.length() - TableCodec.RECORD_PREFIX_LENGTH);
    value.putLittleEndian(crc.getValue(), Integer.BYTES);
  }

  private static ShardedIds rowIds(TableInfo table) {
    return ShardedIds.ofRowIds(table.shardRowIdBits());
  }

  private static HandleEncoder handle(
      TableInfo table, ColumnEncoder[] columns, GivenRowIds givenRowIds) {
    if (table.isCommonHandle()) {
      return new CommonHandleEncoder(IndexEncoder.columns(table.primaryIndex(), columns));
    }
    ColumnInfo column = table.handleColumn();
    return column == null
        ? IntHandleEncoder.ofRowIds(rowIds(table), givenRowIds)
        : IntHandleEncoder.ofKey(columns[column.offset()]);
  }

  /** Tells whether the record has a column that is not NULL (kv-encoding 2.3). */
  private static boolean isStored(TableInfo table, ColumnEncoder column) {
    if (column.column().generated() && !column.column().generatedStored()) {
      return false;
    }
    IndexColumn part = table.handlePart(column.column());
    return part == null
        ? !table.isHandle(column.column())
        : part.length() != IndexColumn.WHOLE || column.type().needsRestoredData();
  }

  private static void requireSupported(
      TableInfo table, InputColumns input, EncodeSettings settings) {
    List<String> reasons = TableSupport.unsupported(table, input.names(), settings.newCollation());
    if (!reasons.isEmpty()) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "table " + table.name() + " cannot be loaded: " + String.join("; ", reasons));
    }
  }
}
