package io.thunderhead.load;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.checksum.KvDifferences;
import io.thunderhead.checksum.RangeSum;
import io.thunderhead.codec.KeyRange;
import io.thunderhead.conflict.RowSet;
import io.thunderhead.encode.KeyText;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.task.LoadPlan;
import io.thunderhead.tikv.KvPair;
import io.thunderhead.tikv.TikvClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds where the cluster's KVs differ from those sent, down to keys: ranges by their sums, then
 * the smallest of them key by key against the input, which is read and encoded once more.
 *
 * <p>Its work is bounded: a few ranges, and of each no more KVs than fit the driver's heap.
 */
final class MismatchSearch {
  private static final Logger LOG = LoggerFactory.getLogger(MismatchSearch.class);
  private static final int RANGES_TOLD = 10;
  private static final int RANGES_COMPARED = 4;
  private static final int KEYS_TOLD = 5;
  private static final long MOST_KVS = 1L << 20;
  private static final long MOST_BYTES = 64L << 20;

  private final TikvClient tikv;
  private final SparkLoad spark;
  private final LoadPlan plan;
  private final RowSet left;
  private final TableInfo table;

  MismatchSearch(TikvClient tikv, SparkLoad spark, LoadPlan plan, RowSet left, TableInfo table) {
    this.tikv = tikv;
    this.spark = spark;
    this.plan = plan;
    this.left = left;
    this.table = table;
  }

  /** A range of which the sums differ. */
  private record Differing(RangeSum sent, KvChecksum stored) {
    KeyRange range() {
      return sent.range();
    }

    long kvs() {
      return Math.max(sent.sum().kvs(), stored.kvs());
    }

    long bytes() {
      return Math.max(sent.sum().bytes(), stored.bytes());
    }
  }

  /**
   * Tells the differences, one line each; what cannot be found out is told as well.
   *
   * @param sent ranges with what was sent into them
   * @param stored what the cluster has in each
   * @param ts at which it was summed
   */
  List<String> lines(List<RangeSum> sent, List<KvChecksum> stored, long ts) {
    List<Differing> differing =
        IntStream.range(0, sent.size())
            .filter(i -> !sent.get(i).sum().equals(stored.get(i)))
            .mapToObj(i -> new Differing(sent.get(i), stored.get(i)))
            .toList();
    List<String> lines = new ArrayList<>();
    lines.add("%d of %d ranges differ".formatted(differing.size(), sent.size()));
    differing.stream().limit(RANGES_TOLD).map(this::ofRange).forEach(lines::add);
    if (differing.size() > RANGES_TOLD) {
      lines.add("and %d ranges more".formatted(differing.size() - RANGES_TOLD));
    }
    try {
      compare(differing, ts, lines);
    } catch (RuntimeException e) {
      LOG.warn("the keys of differing ranges could not be compared", e);
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      lines.add("their keys could not be compared (%s)".formatted(reason));
    }
    return lines;
  }

  private String ofRange(Differing range) {
    return "%s, range %s: sent %s; stored %s"
        .formatted(
            KeyText.place(table, range.range().start()),
            range.range(),
            range.sent().sum(),
            range.stored());
  }

  private void compare(List<Differing> differing, long ts, List<String> lines) {
    List<Differing> chosen = smallest(differing);
    if (chosen.isEmpty() && !differing.isEmpty()) {
      lines.add(
          "none of them is small enough to compare key by key (at most %d KVs and %d bytes); load with a smaller region-job-size to see keys"
              .formatted(MOST_KVS, MOST_BYTES));
    }
    List<KvPair> sent = sent(chosen);
    for (Differing range : chosen) {
      List<KvPair> ours = sent.stream().filter(kv -> range.range().contains(kv.key())).toList();
      KvChecksum again = sum(ours);
      if (!again.equals(range.sent().sum())) {
        lines.add(
            "the input gives other KVs of %s when it is read again (%s): it changed, or its rows differ from one read to the next"
                .formatted(range.range(), again));
      }
      KvDifferences found =
          KvDifferences.between(ours, tikv.scan(range.range(), ts, scanned(range)), KEYS_TOLD);
      lines.addAll(ofKeys(range, found));
    }
  }

  private static int scanned(Differing range) {
    return Math.toIntExact(range.kvs() + 1);
  }

  private static List<Differing> smallest(List<Differing> differing) {
    List<Differing> chosen = new ArrayList<>();
    long kvs = 0;
    long bytes = 0;
    for (Differing each :
        differing.stream().sorted(Comparator.comparingLong(Differing::kvs)).toList()) {
      kvs += each.kvs();
      bytes += each.bytes();
      if (chosen.size() == RANGES_COMPARED || kvs > MOST_KVS || bytes > MOST_BYTES) {
        break;
      }
      chosen.add(each);
    }
    return chosen;
  }

  /** Returns the KVs that the input has in the ranges, in key order. */
  private List<KvPair> sent(List<Differing> chosen) {
    List<KeyRange> ranges =
        chosen.stream()
            .filter(each -> each.sent().sum().kvs() > 0)
            .map(each -> each.range())
            .toList();
    if (ranges.isEmpty()) {
      return List.of();
    }
    List<KvPair> kvs = new ArrayList<>(spark.encodeAgain(plan, ranges, left));
    kvs.sort(Comparator.comparing(KvPair::key, Arrays::compareUnsigned));
    return kvs;
  }

  private static KvChecksum sum(List<KvPair> kvs) {
    KvChecksum.Sum sum = new KvChecksum.Sum();
    kvs.forEach(kv -> sum.add(kv.key(), 0, kv.key().length, kv.value(), 0, kv.value().length));
    return sum.total();
  }

  private List<String> ofKeys(Differing range, KvDifferences found) {
    KeyText text = new KeyText(table, plan.encode().zone());
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s, range %s: %d keys missing, %d extra, %d with another value"
            .formatted(
                KeyText.place(table, range.range().start()),
                range.range(),
                found.missing(),
                found.extra(),
                found.changed()));
    found.first().forEach(each -> lines.add(ofKey(text, each)));
    return lines;
  }

  private static String ofKey(KeyText text, KvDifferences.Difference each) {
    String values = text.key(each.key());
    String key =
        HexFormat.of().formatHex(each.key()) + (values.isEmpty() ? "" : " (" + values + ")");
    if (each.stored() == null) {
      return "missing key %s%s".formatted(key, row(text, each.key(), each.sent()));
    } else if (each.sent() == null) {
      return "extra key %s%s".formatted(key, row(text, each.key(), each.stored()));
    }
    return "other value of key %s: %s".formatted(key, change(text, each));
  }

  private static String row(KeyText text, byte[] key, byte[] value) {
    List<String> row = text.row(key, value);
    return row.isEmpty() ? "" : ", row " + String.join(", ", row);
  }

  private static String change(KeyText text, KvDifferences.Difference each) {
    List<String> sent = text.row(each.key(), each.sent());
    List<String> stored = text.row(each.key(), each.stored());
    List<String> changed = new ArrayList<>();
    for (int i = 0; i < Math.min(sent.size(), stored.size()); i++) {
      if (!sent.get(i).equals(stored.get(i))) {
        changed.add("sent %s, stored %s".formatted(sent.get(i), stored.get(i)));
      }
    }
    return changed.isEmpty()
        ? "first at byte %d of %d sent and %d stored"
            .formatted(
                Arrays.mismatch(each.sent(), each.stored()),
                each.sent().length,
                each.stored().length)
        : String.join("; ", changed);
  }
}
