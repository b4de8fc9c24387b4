package io.thunderhead.rows;

import io.thunderhead.aside.BadRowCounts;
import java.util.ArrayList;
import java.util.List;

/**
 * What the sample of a load tells.
 *
 * @param size of the input
 * @param rows that were encoded, with what they stand for
 * @param rowsSeen rows that were read for it
 * @param bad bad rows among them
 * @param encodeSeconds time that one core would take to encode all rows
 */
public record Sample(
    InputSize size, List<Weighed> rows, long rowsSeen, BadRowCounts bad, double encodeSeconds) {
  /**
   * A sampled row.
   *
   * @param partition of the input
   * @param weight how many rows it stands for
   * @param number about the row's number in its partition, from 1
   */
  record Weighed(int partition, double weight, long number, SamplePartition.SampledRow row) {}

  /** Adds up the parts of a sample. */
  public static Sample of(RowSample sample, List<SamplePartition.Result> results) {
    long[] seenOfPart = new long[sample.parts().size()];
    results.forEach(result -> seenOfPart[result.part()] = result.rows());
    InputSize size = sample.size(seenOfPart);
    double[] sampled = new double[size.rows().length];
    BadRowCounts bad = BadRowCounts.NONE;
    double pace = 0;
    for (SamplePartition.Result result : results) {
      sampled[partition(sample, result)] += result.sampled().size();
      bad = bad.plus(result.bad());
      pace += result.encodeSeconds() * result.sampled().size();
    }
    double stoodFor = 0;
    double all = 0;
    for (int i = 0; i < sampled.length; i++) {
      stoodFor += sampled[i] > 0 ? size.rows()[i] : 0;
      all += sampled[i];
    }
    // Partitions of which no row was sampled are taken to be like the others.
    double scale = stoodFor == 0 ? 0 : size.totalRows() / stoodFor;
    List<Weighed> rows = new ArrayList<>();
    long seen = 0;
    for (SamplePartition.Result result : results) {
      seen += result.rows();
      int partition = partition(sample, result);
      double ofPartition = size.rows()[partition] / Math.max(1, sampled[partition]);
      double spread = size.rows()[partition] / Math.max(1, result.rows());
      for (SamplePartition.SampledRow row : result.sampled()) {
        long number = Math.max(1, Math.round(row.number() * spread));
        rows.add(new Weighed(partition, ofPartition * scale, number, row));
      }
    }
    return new Sample(size, rows, seen, bad, all == 0 ? 0 : pace / all * size.totalRows());
  }

  private static int partition(RowSample sample, SamplePartition.Result result) {
    return sample.parts().get(result.part()).partition();
  }
}
