package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;

/**
 * The verdict of one check.
 *
 * @param failure what a load that fails it fails with; null unless it failed
 * @param message what was found
 * @param remedy what the user can do; empty unless it failed
 */
public record CheckResult(
    CheckId id, Verdict verdict, ErrorCode failure, String message, String remedy) {
  /** How a check ended. */
  public enum Verdict {
    PASSED,
    FAILED,
    /** It was left out by the user, or what it looks at cannot be seen. */
    SKIPPED
  }

  /** Checks that exactly failures have a code. */
  public CheckResult {
    if ((verdict == Verdict.FAILED) != (failure != null)) {
      throw new IllegalArgumentException(
          "%s: verdict %s with code %s".formatted(id, verdict, failure));
    }
  }

  static CheckResult passed(CheckId id, String message) {
    return new CheckResult(id, Verdict.PASSED, null, message, "");
  }

  static CheckResult skipped(CheckId id, String message) {
    return new CheckResult(id, Verdict.SKIPPED, null, message, "");
  }

  static CheckResult failed(CheckId id, ErrorCode failure, String message, String remedy) {
    return new CheckResult(id, Verdict.FAILED, failure, message, remedy);
  }

  /** Tells whether the check found something wrong. */
  public boolean hasFailed() {
    return verdict == Verdict.FAILED;
  }

  /** Returns message and remedy as one text. */
  String told() {
    return remedy.isEmpty() ? message : message + " " + remedy;
  }
}
