package io.thunderhead.precheck;

import io.thunderhead.error.LoadException;
import io.thunderhead.option.CheckId;

/** One thing that is looked at before a load; it changes nothing. */
interface Checker {
  CheckId id();

  /**
   * Looks.
   *
   * @throws LoadException when the cluster cannot be asked
   */
  CheckResult check();
}
