package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;

/**
 * The verdict of one check.
 *
 * @param id name of the check, Lightning's where it has one
 * @param failure what a load that fails it fails with; null when it passed
 * @param message what was found, and the remedy when it failed
 */
public record CheckResult(String id, ErrorCode failure, String message) {

  static CheckResult passed(String id, String message) {
    return new CheckResult(id, null, message);
  }

  static CheckResult failed(String id, ErrorCode failure, String message) {
    return new CheckResult(id, failure, message);
  }

  /** Tells whether the check found nothing wrong. */
  public boolean passed() {
    return failure == null;
  }
}
