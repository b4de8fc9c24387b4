package io.thunderhead.task;

import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoders;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rows.RowSource;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.type.InputRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the two rows of a key that failed a load, by reading the input again. */
public final class Claimants implements RowSource.Work<Claimants.Claimant> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(Claimants.class);

  private final Broadcast<LoadPlan> plan;
  private final byte[] key;

  /**
   * A row that claims the key.
   *
   * @param keyText index and values
   * @param text place and values of the row
   */
  record Claimant(String keyText, String text) implements Serializable {}

  private Claimants(Broadcast<LoadPlan> plan, byte[] key) {
    this.plan = plan;
    this.key = key;
  }

  /**
   * Runs a load's work and, when it fails for one key of two rows, fails with their places.
   *
   * @throws LoadException of the work
   */
  public static <T> T told(RowSource rows, LoadPlan plan, Supplier<T> work) {
    try {
      return work.get();
    } catch (Exception e) {
      // Spark throws checked exceptions that its methods do not declare.
      LoadException known = LoadException.findIn(e);
      if (known == null || known.key() == null) {
        throw e;
      }
      throw new LoadException(ErrorCode.DUPLICATE_KEY, message(rows, plan, known), e);
    }
  }

  private static String message(RowSource rows, LoadPlan plan, LoadException known) {
    try {
      Broadcast<LoadPlan> shared = rows.spark().broadcast(plan);
      List<Claimant> two = rows.mapPartitions(new Claimants(shared, known.key())).take(2);
      if (two.size() == 2) {
        return "%s The rows, of key %s: %s and %s."
            .formatted(known.getMessage(), two.get(0).keyText, two.get(0).text, two.get(1).text);
      }
    } catch (RuntimeException e) {
      LOG.warn("the rows that claim one key cannot be found", e);
    }
    return known.getMessage();
  }

  @Override
  public Iterator<Claimant> call(int partition, Iterator<InputRow> rows) {
    Search search = new Search(plan.value(), partition);
    Spliterator<InputRow> all = Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED);
    return StreamSupport.stream(all, false).flatMap(row -> search.of(row).stream()).iterator();
  }

  private final class Search implements KvSink {
    private final RowEncoders encoders;
    private final RowText texts;
    private final List<KvPair> kvs = new ArrayList<>();
    private final long idBefore;
    private final int partition;
    private long read;

    Search(LoadPlan load, int partition) {
      this.encoders = new RowEncoders(load.table(), load.encode());
      this.texts = new RowText(load.table(), load.encode().zone());
      this.idBefore = load.ids().before()[partition];
      this.partition = partition;
    }

    /** Returns the row when it claims the key; bad rows claim none. */
    List<Claimant> of(InputRow row) {
      read++;
      kvs.clear();
      if (row.problem() == null) {
        try {
          encoders.encode(row, idBefore + read, this);
        } catch (LoadException e) {
          LOG.debug("a bad row", e);
          return List.of();
        }
      }
      return kvs.stream().anyMatch(kv -> Arrays.equals(kv.key(), key))
          ? List.of(claimant(row))
          : List.of();
    }

    private Claimant claimant(InputRow row) {
      var values = texts.values(kvs.get(0));
      String place =
          row.place().isEmpty() ? "row %d of partition %d".formatted(read, partition) : row.place();
      return new Claimant(
          texts.indexName(key) + " " + texts.key(key, values), place + " " + values);
    }

    @Override
    public void put(Bytes kvKey, Bytes value) {
      kvs.add(new KvPair(kvKey.toByteArray(), value.toByteArray()));
    }
  }
}
