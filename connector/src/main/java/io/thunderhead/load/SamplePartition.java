package io.thunderhead.load;

import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.error.LoadException;
import io.thunderhead.partition.KeySample;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FrameRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Counts the rows of one input partition and encodes an even sample of them.
 *
 * <p>Takes every row at first; whenever the sample is full, drops every second one and halves the
 * rate, so that the sample is spread over the whole partition and its size is bounded.
 */
final class SamplePartition
    implements Function2<Integer, Iterator<Row>, Iterator<SamplePartition.Result>> {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SAMPLED_ROWS = 2000;

  private final TableInfo table;
  private final StructType input;
  private final EncodeSettings settings;

  /**
   * What one input partition holds.
   *
   * @param partition its number
   * @param rows its rows
   * @param samples KVs of the sampled rows
   */
  record Result(int partition, long rows, List<KeySample> samples) implements Serializable {}

  SamplePartition(TableInfo table, StructType input, EncodeSettings settings) {
    this.table = table;
    this.input = input;
    this.settings = settings;
  }

  @Override
  public Iterator<Result> call(Integer partition, Iterator<Row> rows) {
    BadLines badLines = new BadLines(this.input);
    FrameRow input = new FrameRow(badLines.columns());
    RowEncoder encoder = new RowEncoder(table, input.columns(), settings);
    List<List<KeySample>> sampled = new ArrayList<>();
    long stride = 1;
    long count = 0;
    for (; rows.hasNext(); count++) {
      Row row = rows.next();
      badLines.reject(row);
      if (count % stride != 0) {
        continue;
      }
      if (sampled.size() == MAX_SAMPLED_ROWS) {
        halve(sampled);
        stride *= 2;
        if (count % stride != 0) {
          continue;
        }
      }
      Collector kvs = new Collector();
      try {
        encoder.encode(input.of(row), count + 1, kvs);
      } catch (LoadException e) {
        throw badLines.locate(e, row);
      }
      sampled.add(kvs.samples);
    }
    return List.of(new Result(partition, count, weighted(sampled, count))).iterator();
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
