package io.thunderhead.aside;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.source.HadoopSettings;
import java.io.Serializable;

/**
 * What is done with bad rows.
 *
 * @param limit most bad rows of the load; one more fails it
 * @param folder where tasks write them, or null when they are not kept because one fails the load
 * @param hadoop opens the folder's file system
 */
public record BadRowSettings(long limit, String folder, HadoopSettings hadoop)
    implements Serializable {
  public BadRowSettings {
    if (limit < 0 || (limit > 0 && folder == null)) {
      throw new IllegalArgumentException(
          "bad rows: limit %d, folder %s (expected: a folder when the limit is above 0)"
              .formatted(limit, folder));
    }
  }

  /** Returns what the options of a load ask for; its files lie in a folder of their own. */
  public static BadRowSettings of(LoadOptions options, String loadId, HadoopSettings hadoop) {
    String folder =
        options.badRows().isEmpty()
            ? null
            : options.badRows().replaceAll("/+$", "") + "/" + options.table() + "." + loadId;
    return new BadRowSettings(options.maxError(), folder, hadoop);
  }

  /**
   * Checks the bad rows of the whole load.
   *
   * @throws LoadException BAD_ROW when there are more than the limit
   */
  public void check(long total) {
    if (total > limit) {
      throw new LoadException(
          ErrorCode.BAD_ROW,
          "%d rows are bad, more than the %d of option max-error. Mend them, or raise max-error."
              .formatted(total, limit));
    }
  }
}
