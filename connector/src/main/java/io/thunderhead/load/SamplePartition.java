package io.thunderhead.load;

import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.LoadException;
import io.thunderhead.partition.KeySample;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Counts the rows of one input partition and encodes an even sample of them.
 *
 * <p>Takes every row at first; whenever the sample is full, drops every second one and halves the
 * rate, so that the sample is spread over the whole partition and its size is bounded.
 */
final class SamplePartition implements RowSource.Work<SamplePartition.Result> {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SAMPLED_ROWS = 2000;

  private final TableInfo table;
  private final EncodeSettings settings;
  private final BadRowSettings badRows;

  /**
   * What one input partition holds.
   *
   * @param partition its number
   * @param rows its rows, bad ones included
   * @param surplus rows with more values than there are columns
   * @param bad rows that cannot be read, and those of the sample that cannot be encoded
   * @param samples KVs of the sampled rows
   * @param encodeSeconds time that one core would take to encode all rows, by that of the sample
   */
  record Result(
      int partition,
      long rows,
      long surplus,
      BadRowCounts bad,
      List<KeySample> samples,
      double encodeSeconds)
      implements Serializable {
    Result withoutKeys() {
      return new Result(partition, rows, surplus, bad, List.of(), encodeSeconds);
    }
  }

  SamplePartition(TableInfo table, EncodeSettings settings, BadRowSettings badRows) {
    this.table = table;
    this.settings = settings;
    this.badRows = badRows;
  }

  @Override
  public Iterator<Result> call(int partition, Iterator<InputRow> rows) {
    RowEncoders encoders = new RowEncoders(table, settings);
    BadRowLog bad = new BadRowLog(badRows, null);
    List<List<KeySample>> sampled = new ArrayList<>();
    Pace pace = new Pace();
    long stride = 1;
    long count = 0;
    long surplus = 0;
    for (; rows.hasNext(); count++) {
      InputRow row = rows.next();
      if (row.problem() != null) {
        bad.add(row);
        continue;
      }
      surplus += row.hasSurplus() ? 1 : 0;
      if (sampled.size() == MAX_SAMPLED_ROWS) {
        halve(sampled);
        stride *= 2;
      }
      if (count % stride == 0) {
        long start = System.nanoTime();
        sample(encoders, row, count + 1, bad, sampled);
        pace.add(System.nanoTime() - start);
      }
    }
    return List.of(
            new Result(
                partition,
                count,
                surplus,
                bad.counts(),
                weighted(sampled, count),
                pace.seconds(count)))
        .iterator();
  }

  /** How long rows take to encode. */
  private static final class Pace {
    private long nanos;
    private long rows;

    void add(long nanosOfRow) {
      nanos += nanosOfRow;
      rows++;
    }

    double seconds(long ofRows) {
      return rows == 0 ? 0 : (double) nanos / rows * ofRows / 1e9;
    }
  }

  private static void sample(
      RowEncoders encoders,
      InputRow row,
      long rowId,
      BadRowLog bad,
      List<List<KeySample>> sampled) {
    Collector kvs = new Collector();
    try {
      encoders.encode(row, rowId, kvs);
      sampled.add(kvs.samples);
    } catch (LoadException e) {
      bad.add(row, e);
    }
  }

  private static void halve(List<List<KeySample>> sampled) {
    int kept = 0;
    for (int i = 0; i < sampled.size(); i += 2) {
      sampled.set(kept++, sampled.get(i));
    }
    sampled.subList(kept, sampled.size()).clear();
  }

  private static List<KeySample> weighted(List<List<KeySample>> sampled, long rows) {
    double weight = sampled.isEmpty() ? 0 : (double) rows / sampled.size();
    List<KeySample> all = new ArrayList<>();
    for (List<KeySample> row : sampled) {
      row.forEach(kv -> all.add(new KeySample(kv.key(), kv.kvBytes(), weight)));
    }
    return all;
  }

  private static final class Collector implements KvSink {
    private final List<KeySample> samples = new ArrayList<>();

    @Override
    public void put(Bytes key, Bytes value) {
      samples.add(new KeySample(key.toByteArray(), key.length() + value.length(), 1));
    }
  }
}
