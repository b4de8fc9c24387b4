package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;

/** What the process ends with. */
final class ExitCode {
  static final int OK = 0;

  /** A defect, or a failure that is not understood. */
  static final int INTERNAL = 1;

  /** Options, input or table must be mended by the user. */
  static final int USER = 2;

  /** The cluster failed, or what it stored differs. */
  static final int CLUSTER = 3;

  private ExitCode() {}

  static int of(ErrorCode code) {
    return switch (code.blame()) {
      case USER -> USER;
      case CLUSTER -> CLUSTER;
      case INTERNAL -> INTERNAL;
    };
  }
}
