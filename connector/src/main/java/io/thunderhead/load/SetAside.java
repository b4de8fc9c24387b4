package io.thunderhead.load;

import io.thunderhead.aside.BadRowCounts;
import io.thunderhead.aside.BadRowFolder;
import io.thunderhead.aside.BadRowSettings;
import io.thunderhead.aside.BadRowTally;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rows.Sample;
import java.io.IOException;
import java.util.function.Function;

/** The rows of one load that are set aside: counted, limited, and left where the user asked. */
final class SetAside {
  private final BadRowSettings settings;
  private int files;

  SetAside(BadRowSettings settings) {
    this.settings = settings;
  }

  BadRowSettings settings() {
    return settings;
  }

  /** Forgets what an earlier run of the job set aside: all rows are read again. */
  void clear() {
    if (settings.folder() != null) {
      try {
        BadRowFolder.remove(settings);
      } catch (IOException e) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "the folder of bad rows %s of the job's earlier run cannot be removed (%s). Check option bad-rows."
                .formatted(settings.folder(), e.getMessage()),
            e);
      }
    }
  }

  /** Takes over what an earlier run of the job set aside. */
  SetAside keeping(BadRowCounts counts) {
    files = counts.total() > 0 ? 1 : 0;
    return this;
  }

  /** Returns the folder where rows lie, null when there are none. */
  String place() {
    return files == 0 ? null : settings.folder();
  }

  /**
   * Checks what a sample met.
   *
   * @throws LoadException BAD_ROW when there are more bad rows than the limit already
   */
  Sample check(Sample sample) {
    settings.check(sample.bad().total());
    return sample;
  }

  /**
   * Runs the work that writes bad rows, and leaves their files in place, whether it fails or not.
   *
   * @throws LoadException of the work, with the place of the bad rows; INVALID_OPTION when the
   *     files cannot be put in place
   */
  SparkLoad.Ingested keep(Function<BadRowTally, SparkLoad.Ingested> work) {
    BadRowTally tally = new BadRowTally();
    SparkLoad.Ingested ingested;
    try {
      ingested = work.apply(tally);
    } catch (Exception e) {
      // Spark throws checked exceptions that its methods do not declare.
      throw withPlace(e, tally);
    }
    try {
      promote(tally);
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "the %d bad rows cannot be put in place in %s (%s). Check option bad-rows."
              .formatted(tally.counts().total(), settings.folder(), e.getMessage()),
          e);
    }
    return ingested;
  }

  private RuntimeException withPlace(Exception failure, BadRowTally tally) {
    try {
      promote(tally);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    LoadException known = LoadException.findIn(failure);
    if (known != null && place() != null) {
      return new LoadException(
          known.code(), "%s Bad rows lie in %s.".formatted(known.getMessage(), place()), failure);
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure.getMessage(), failure);
  }

  private void promote(BadRowTally tally) throws IOException {
    if (settings.folder() != null) {
      files = BadRowFolder.promote(settings, tally);
    }
  }
}
