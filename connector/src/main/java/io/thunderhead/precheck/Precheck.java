package io.thunderhead.precheck;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.encode.TableSupport;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.KeyRanges;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import io.thunderhead.type.InputColumns;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The checks of a target table and of the input against it. */
public final class Precheck {
  private final TikvClient tikv;
  private final TableInfo table;
  private final InputColumns input;
  private final EncodeSettings settings;
  private final long ts;
  private final boolean raisesRowIds;
  private final List<String> unsupported;

  /**
   * @param input columns of the rows; null when there are no rows to tell
   * @param ts timestamp at which the table must be empty
   * @param raisesRowIds whether a TiDB server is there, which can raise row ids of tables with
   *     AUTO_ID_CACHE 1
   */
  public Precheck(
      TikvClient tikv,
      TableInfo table,
      InputColumns input,
      EncodeSettings settings,
      long ts,
      boolean raisesRowIds) {
    this.tikv = tikv;
    this.table = table;
    this.input = input;
    this.settings = settings;
    this.ts = ts;
    this.raisesRowIds = raisesRowIds;
    this.unsupported = unsupported();
  }

  /**
   * Runs every check.
   *
   * @return the verdicts, all passed
   * @throws LoadException of the first failed check's code, telling every failed one
   */
  public List<CheckResult> run() {
    List<CheckResult> results = List.of(supported(), schemaValid(), empty());
    List<CheckResult> failed = results.stream().filter(r -> !r.passed()).toList();
    if (!failed.isEmpty()) {
      throw new LoadException(
          failed.get(0).failure(),
          failed.stream().map(CheckResult::message).collect(Collectors.joining(" ")));
    }
    return results;
  }

  private CheckResult supported() {
    String id = "CHECK_TARGET_TABLE_SUPPORTED";
    return unsupported.isEmpty()
        ? CheckResult.passed(id, "every column and index can be written")
        : CheckResult.failed(
            id,
            ErrorCode.UNSUPPORTED,
            "table %s cannot be loaded in physical mode: %s."
                .formatted(table.name(), String.join("; ", unsupported)));
  }

  private List<String> unsupported() {
    List<String> reasons =
        new ArrayList<>(
            TableSupport.unsupported(
                table, input == null ? List.of() : input.names(), settings.newCollation()));
    if (table.hasRowId() && table.separatesAutoIncrement() && !raisesRowIds) {
      reasons.add(
          "AUTO_ID_CACHE 1 without a clustered key, whose row ids only TiDB can raise (give option"
              + " tidb)");
    }
    return reasons;
  }

  private CheckResult schemaValid() {
    String id = "CHECK_SOURCE_SCHEMA_VALID";
    if (!unsupported.isEmpty() || input == null) {
      return CheckResult.passed(id, "not looked at");
    }
    try {
      int kvs = 1 + new RowEncoder(table, input, settings).indexKvsPerRow();
      return CheckResult.passed(id, "a row makes up to %d KVs".formatted(kvs));
    } catch (LoadException e) {
      return CheckResult.failed(id, e.code(), e.getMessage());
    }
  }

  private CheckResult empty() {
    String id = "CHECK_TARGET_TABLE_EMPTY";
    KvPair found = firstKv(tikv, table, ts);
    if (found == null) {
      return CheckResult.passed(id, "the table has no rows and no index entries");
    }
    String what =
        TableCodec.isRecordKey(found.key())
            ? "rows"
            : "entries of index id %d, left by an earlier load,"
                .formatted(TableCodec.indexId(found.key()));
    return CheckResult.failed(
        id,
        ErrorCode.TABLE_NOT_EMPTY,
        "table %s holds %s (key %s). Empty it with TRUNCATE TABLE, or load into another table."
            .formatted(table.name(), what, HexFormat.of().formatHex(found.key())));
  }

  /** Returns a row or index entry of a table that is visible at a timestamp, or null. */
  public static KvPair firstKv(TikvClient tikv, TableInfo table, long ts) {
    for (KeyRange range : KeyRanges.of(table)) {
      List<KvPair> found = tikv.scan(range, ts, 1);
      if (!found.isEmpty()) {
        return found.get(0);
      }
    }
    return null;
  }
}
