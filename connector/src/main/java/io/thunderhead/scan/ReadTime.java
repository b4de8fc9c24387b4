package io.thunderhead.scan;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;

/** The timestamps that tables are read at. */
public final class ReadTime {
  private ReadTime() {}

  /**
   * Returns the timestamp of a read: the one that is asked for, or the present one.
   *
   * <p>A store that is read at a timestamp commits behind it from then on, so a time to come would
   * give transactions of others commit times that have not been yet.
   *
   * @param wanted timestamp of PD, 0 when none is asked for
   * @param now timestamp that PD has just given
   * @throws LoadException INVALID_OPTION for a time to come
   */
  public static long of(long wanted, long now) {
    if (wanted > now) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "timestamp %d is yet to come, PD is at %d; rows can be read as they are or were. Give an earlier timestamp of PD."
              .formatted(wanted, now));
    }
    return wanted == 0 ? now : wanted;
  }
}
