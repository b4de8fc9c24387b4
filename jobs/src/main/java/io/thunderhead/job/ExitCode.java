package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /** Returns what each code says to users, by the code. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    meanings.put(text(OK), "done; of a comparison: no difference");
    meanings.put(text(INTERNAL), "a defect, or a failure that is not understood");
    meanings.put(text(USER), "options, input or table must be mended");
    meanings.put(text(CLUSTER), "the cluster failed, or what it stored differs from what was sent");
    meanings.put(text(UNKNOWN), "nobody could learn whether the cluster took the rows");
    meanings.put(text(DIFFERENT), "a comparison went to its end and found differences");
    return meanings;
  }

  private static String text(int code) {
    return String.valueOf(code);
  }

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
