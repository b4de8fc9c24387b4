package io.thunderhead.rows;

import io.thunderhead.aside.BadRowCounts;
import io.thunderhead.aside.BadRowLog;
import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Encodes an even sample of the rows of one part.
 *
 * <p>Takes every row at first; whenever the sample is full, drops every second one and halves the
 * rate, so that the sample is spread over the whole part and its size is bounded.
 */
public final class SamplePartition implements RowSource.Work<SamplePartition.Result> {
  private static final long serialVersionUID = 1L;

  /** Sampled rows of all parts together, which the driver holds. */
  private static final int MAX_ROWS = 200_000;

  private static final int MAX_ROWS_OF_PART = 2000;
  private static final int LEAST_ROWS_OF_PART = 20;

  private final TableInfo table;
  private final EncodeSettings settings;
  private final BadRowSettings badRows;
  private final List<RowSample.Part> parts;
  private final int maxSampled;

  /**
   * What one part of a sample holds.
   *
   * @param part its number
   * @param rows its rows, bad ones included
   * @param bad rows that cannot be read, and those of the sample that cannot be encoded
   * @param sampled rows that were encoded
   * @param encodeSeconds time that one core takes to encode one row
   */
  public record Result(
      int part, long rows, BadRowCounts bad, List<SampledRow> sampled, double encodeSeconds)
      implements Serializable {}

  /**
   * A row that was encoded.
   *
   * @param number its number in its part from 1, which was its id
   */
  record SampledRow(long number, List<SampledKv> kvs) implements Serializable {}

  /**
   * A KV of a sampled row.
   *
   * @param key raw
   * @param bytes of key and value
   */
  record SampledKv(byte[] key, int bytes) implements Serializable {}

  public SamplePartition(
      TableInfo table,
      EncodeSettings settings,
      BadRowSettings badRows,
      List<RowSample.Part> parts) {
    this.table = table;
    this.settings = settings;
    this.badRows = badRows;
    this.parts = new ArrayList<>(parts);
    this.maxSampled =
        Math.max(
            LEAST_ROWS_OF_PART, Math.min(MAX_ROWS_OF_PART, MAX_ROWS / Math.max(1, parts.size())));
  }

  @Override
  public Iterator<Result> call(int part, Iterator<InputRow> rows) {
    boolean guessed = parts.get(part).guessed();
    RowEncoders encoders = new RowEncoders(table, settings);
    BadRowLog bad = new BadRowLog(badRows, null);
    List<SampledRow> sampled = new ArrayList<>();
    Pace pace = new Pace();
    long stride = 1;
    long count = 0;
    for (; rows.hasNext(); count++) {
      InputRow row = rows.next();
      if (row.problem() != null) {
        bad.add(row);
        continue;
      }
      if (sampled.size() == maxSampled) {
        halve(sampled);
        stride *= 2;
      }
      if (count % stride == 0) {
        long start = System.nanoTime();
        sample(encoders, row, count + 1, guessed ? null : bad, sampled);
        pace.add(System.nanoTime() - start);
      }
    }
    return List.of(new Result(part, count, bad.counts(), sampled, pace.secondsOfRow())).iterator();
  }

  /** How long rows take to encode. */
  private static final class Pace {
    private long nanos;
    private long rows;

    void add(long nanosOfRow) {
      nanos += nanosOfRow;
      rows++;
    }

    double secondsOfRow() {
      return rows == 0 ? 0 : (double) nanos / rows / 1e9;
    }
  }

  /**
   * @param bad takes a bad row; null to forget it
   */
  private static void sample(
      RowEncoders encoders, InputRow row, long rowId, BadRowLog bad, List<SampledRow> sampled) {
    Collector kvs = new Collector();
    try {
      encoders.encode(row, rowId, kvs);
      sampled.add(new SampledRow(rowId, kvs.kvs));
    } catch (LoadException e) {
      if (bad != null) {
        bad.add(row, e);
      } else if (e.code() != ErrorCode.BAD_ROW) {
        throw e;
      }
    }
  }

  private static void halve(List<SampledRow> sampled) {
    int kept = 0;
    for (int i = 0; i < sampled.size(); i += 2) {
      sampled.set(kept++, sampled.get(i));
    }
    sampled.subList(kept, sampled.size()).clear();
  }

  private static final class Collector implements KvSink {
    private final List<SampledKv> kvs = new ArrayList<>();

    @Override
    public void put(Bytes key, Bytes value) {
      kvs.add(new SampledKv(key.toByteArray(), key.length() + value.length()));
    }
  }
}
