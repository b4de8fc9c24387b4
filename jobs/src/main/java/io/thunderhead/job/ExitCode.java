package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.Outcome;

/** What the process ends with. */
final class ExitCode {
  static final int OK = 0;

  /** A defect, or a failure that is not understood. */
  static final int INTERNAL = 1;

  /** Options, input or table must be mended by the user. */
  static final int USER = 2;

  /** The cluster failed, or what it stored differs. */
  static final int CLUSTER = 3;

  /** Whether the cluster took the rows could not be learnt. */
  static final int UNKNOWN = 4;

  /** A comparison went to its end and found differences. */
  static final int DIFFERENT = 5;

  private ExitCode() {}

  static int of(ErrorCode code) {
    if (code.outcome() == Outcome.UNKNOWN) {
      return UNKNOWN;
    }
    return switch (code.blame()) {
      case USER -> USER;
      case CLUSTER -> CLUSTER;
      case INTERNAL -> INTERNAL;
    };
  }
}
