package io.thunderhead.verify;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.time.Duration;

/**
 * How much a comparison tells, and how it treats a source that changes.
 *
 * @param rows most differences that are told one by one
 * @param characters most characters of a value in them
 * @param rechecks how often chunks that differ are read again where the source is a live server
 * @param pause between these reads
 */
public record VerifySettings(int rows, int characters, int rechecks, Duration pause) {
  /** Ten differences with 64 characters of each value, two looks more at live sources. */
  public static final VerifySettings USUAL = new VerifySettings(10, 64, 2, Duration.ofSeconds(5));

  private static final int MOST_ROWS = 1000;

  /** Checks the bounds. */
  public VerifySettings {
    check("rows", rows, 0, MOST_ROWS);
    check("characters", characters, 8, DetailWork.LONGEST);
    check("rechecks", rechecks, 0, 100);
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option %s: %d (expected: a whole number of %d to %d)"
              .formatted(option, value, least, most));
    }
  }
}
