package io.thunderhead.rows;

import java.io.Serializable;

/**
 * What the sample of a load told before it.
 *
 * @param rowsSeen rows that were read for it
 * @param rows rows of the input, counted when {@code rowsSeen} is as many
 * @param bytes key and value bytes of all rows, estimated
 */
public record SampleFigures(long rowsSeen, long rows, long bytes) implements Serializable {
  /** Returns how far an estimate is off, in percent of the truth. */
  public static double errorPercent(long estimated, long truth) {
    return truth == 0 ? 0 : 100.0 * (estimated - truth) / truth;
  }
}
