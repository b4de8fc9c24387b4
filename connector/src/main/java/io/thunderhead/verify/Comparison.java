package io.thunderhead.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaPairRDD;

/**
 * Compares two sides: sums by chunk of all rows, then hashes of the rows of chunks that differ,
 * then the values of the first rows that differ. Each step reads both sides anew.
 */
final class Comparison {
  /** Most rows of both sides whose hashes the driver takes. */
  private static final long MOST_ROWS = 1 << 18;

  private final StayingRows staying;
  private final VerifySettings settings;
  private final Consumer<String> told;
  private Side source;
  private Side target;
  private Shape shape;
  private SumWork.Sums ofSource;
  private ChunkSums ofTarget;
  private long leftOut;

  Comparison(
      Side source,
      Side target,
      Shape shape,
      StayingRows staying,
      VerifySettings settings,
      Consumer<String> told) {
    this.source = source;
    this.target = target;
    this.shape = shape;
    this.staying = staying;
    this.settings = settings;
    this.told = told;
  }

  /**
   * What came of it.
   *
   * @param shape what was compared
   * @param leftOut rows of the source that gave way to others of their key
   * @param chunks how many have rows
   * @param differing how many of them differ
   * @param pairs rows that differ
   * @param complete whether these are all of them
   * @param first differences with their values
   */
  record Found(
      Shape shape,
      SumWork.Sums source,
      ChunkSums target,
      long leftOut,
      int chunks,
      int differing,
      Unmatched pairs,
      boolean complete,
      List<Difference> first) {}

  /** Runs all steps that are needed. */
  Found run() {
    sumUp();
    int chunks = Math.max(ofSource.chunks().filled(), ofTarget.filled());
    BitSet differing = ofSource.chunks().differing(ofTarget);
    told.accept(
        "%,d rows of the source, %,d of the target: %d of %d chunks differ"
            .formatted(
                ofSource.chunks().total(), ofTarget.total(), differing.cardinality(), chunks));
    differing = lookAgain(differing);
    Unmatched pairs = new Unmatched(Map.of(), Map.of(), false);
    boolean complete = true;
    if (!differing.isEmpty()) {
      Chunks looked = chosen(differing);
      complete = looked.level() == 0 && looked.filter().get(0).equals(differing);
      pairs = unmatched(looked);
      if (complete && pairs.pairs().isEmpty()) {
        differing = new BitSet();
      }
    }
    return new Found(
        shape,
        ofSource,
        ofTarget,
        leftOut,
        chunks,
        differing.cardinality(),
        pairs,
        complete,
        differences(pairs.pairs()));
  }

  /** Values that only the load knew are found on the way; rows are summed again without them. */
  private void sumUp() {
    ofSource = sums(source, Chunks.ALL);
    BitSet unknown = ofSource.tally().unknown();
    if (shape.columns().stream().anyMatch(each -> unknown.get(each.offset()))) {
      shape = shape.without(unknown);
      ofSource = sums(source, Chunks.ALL);
    }
    if (staying.leavesOut(shape)) {
      ChunkSums stay = stayingSums(Chunks.ALL);
      leftOut = ofSource.chunks().total() - stay.total();
      ofSource = new SumWork.Sums(stay, ofSource.tally());
    }
    ofTarget = sums(target, Chunks.ALL).chunks();
  }

  private SumWork.Sums sums(Side side, Chunks chunks) {
    return side.read(shape, new SumWork(shape, chunks)).treeReduce(SumWork.Sums::plus);
  }

  private ChunkSums sourceSums(Chunks chunks) {
    return staying.leavesOut(shape) ? stayingSums(chunks) : sums(source, chunks).chunks();
  }

  private ChunkSums stayingSums(Chunks chunks) {
    return staying
        .of(hashes(source, chunks))
        .mapPartitions(
            rows -> {
              ChunkSums sums = new ChunkSums();
              while (rows.hasNext()) {
                RowHash hash = rows.next()._1();
                sums.add(chunks.chunk(hash.key1()), hash.row1(), hash.row2(), 1);
              }
              return List.of(sums).iterator();
            })
        .treeReduce(ChunkSums::add);
  }

  private JavaPairRDD<RowHash, HashWork.Seen> hashes(Side side, Chunks chunks) {
    return side.read(shape, new HashWork(shape, chunks)).mapToPair(row -> row);
  }

  private boolean moves() {
    return settings.rechecks() > 0 && (source.moves() || target.moves());
  }

  /** Rows that change between the reads of both sides seem to differ, until they are read anew. */
  private BitSet lookAgain(BitSet differing) {
    BitSet still = differing;
    for (int i = 0; i < settings.rechecks() && moves() && !still.isEmpty(); i++) {
      renew();
      Chunks again = Chunks.ALL.only(still);
      BitSet next = sourceSums(again).differing(sums(target, again).chunks());
      told.accept(
          "%d chunks were read again, and %d of them differ"
              .formatted(still.cardinality(), next.cardinality()));
      still = next;
    }
    return still;
  }

  private void renew() {
    try {
      Thread.sleep(settings.pause().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the comparison was interrupted", e);
    }
    source = source.renewed();
    target = target.renewed();
  }

  /** Picks as many chunks as the driver has room for, the smallest first; splits large ones. */
  private Chunks chosen(BitSet differing) {
    Chunks chunks = Chunks.ALL;
    BitSet these = differing;
    ChunkSums ours = ofSource.chunks();
    ChunkSums theirs = ofTarget;
    while (true) {
      BitSet smallest = smallest(these, ours, theirs);
      Chunks next = chunks.only(these).split();
      if (!smallest.isEmpty() || next == null) {
        // Rows of one hash are one row to the driver, so that one chunk of the last level fits.
        return chunks.only(smallest.isEmpty() ? first(these) : smallest);
      }
      ours = sourceSums(next);
      theirs = sums(target, next).chunks();
      BitSet deeper = ours.differing(theirs);
      if (deeper.isEmpty()) {
        return chunks.only(these);
      }
      chunks = next;
      these = deeper;
    }
  }

  private static BitSet first(BitSet chunks) {
    BitSet first = new BitSet();
    first.set(chunks.nextSetBit(0));
    return first;
  }

  private static BitSet smallest(BitSet chunks, ChunkSums ours, ChunkSums theirs) {
    BitSet taken = new BitSet();
    long rows = 0;
    for (int chunk :
        chunks.stream()
            .boxed()
            .sorted(Comparator.comparingLong(each -> ours.rows(each) + theirs.rows(each)))
            .toList()) {
      rows += ours.rows(chunk) + theirs.rows(chunk);
      if (rows > MOST_ROWS) {
        break;
      }
      taken.set(chunk);
    }
    return taken;
  }

  /** Finds the rows that differ; in what moves, those that differ in the same way twice. */
  private Unmatched unmatched(Chunks chunks) {
    Unmatched found = unmatchedNow(chunks);
    if (moves() && !found.pairs().isEmpty()) {
      renew();
      found.keep(unmatchedNow(chunks));
    }
    return found;
  }

  private Unmatched unmatchedNow(Chunks chunks) {
    JavaPairRDD<RowHash, HashWork.Seen> ours = hashes(source, chunks);
    if (staying.leavesOut(shape)) {
      ours = staying.of(ours);
    }
    return new Unmatched(
        ours.reduceByKey(HashWork.Seen::plus).collectAsMap(),
        hashes(target, chunks).reduceByKey(HashWork.Seen::plus).collectAsMap(),
        !shape.key().isEmpty());
  }

  private List<Difference> differences(List<Unmatched.Pair> pairs) {
    List<Unmatched.Pair> first = pairs.subList(0, Math.min(pairs.size(), settings.rows()));
    Map<RowHash, DetailWork.Row> ours = details(source, first, Unmatched.Pair::source);
    Map<RowHash, DetailWork.Row> theirs = details(target, first, Unmatched.Pair::target);
    List<Difference> differences = new ArrayList<>();
    for (Unmatched.Pair pair : first) {
      DetailWork.Row ourRow = ours.get(pair.source());
      DetailWork.Row theirRow = theirs.get(pair.target());
      DetailWork.Row any = ourRow == null ? theirRow : ourRow;
      if (any != null) {
        differences.add(
            new Difference(
                pair.kind(),
                key(any),
                ourRow == null ? "" : ourRow.place(),
                pair.times(),
                columns(ourRow, theirRow)));
      }
    }
    return differences;
  }

  private Map<RowHash, DetailWork.Row> details(
      Side side, List<Unmatched.Pair> pairs, Function<Unmatched.Pair, RowHash> hash) {
    Set<RowHash> wanted =
        pairs.stream().map(hash).filter(Objects::nonNull).collect(Collectors.toSet());
    Map<RowHash, DetailWork.Row> rows = new HashMap<>();
    if (!wanted.isEmpty()) {
      side.read(shape, new DetailWork(shape, wanted))
          .collect()
          .forEach(row -> rows.putIfAbsent(row.hash(), row));
    }
    return rows;
  }

  private List<String> key(DetailWork.Row row) {
    List<String> key = new ArrayList<>();
    for (int i = 0; i < shape.columns().size(); i++) {
      if (shape.key().isEmpty() || shape.key().contains(i)) {
        String name = shape.columns().get(i).name();
        key.add(name + " " + Shown.alone(row.texts().get(i), settings.characters()));
      }
    }
    return key;
  }

  private List<Difference.Column> columns(DetailWork.Row ours, DetailWork.Row theirs) {
    List<Difference.Column> columns = new ArrayList<>();
    for (int i = 0; ours != null && theirs != null && i < ours.hashes().length; i++) {
      if (ours.hashes()[i] != theirs.hashes()[i]) {
        Shown shown = Shown.of(ours.texts().get(i), theirs.texts().get(i), settings.characters());
        columns.add(
            new Difference.Column(shape.columns().get(i).name(), shown.source(), shown.target()));
      }
    }
    return columns;
  }
}
