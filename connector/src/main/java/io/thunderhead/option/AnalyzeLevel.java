package io.thunderhead.option;

/** Whether statistics are gathered after a load; words as in Lightning. */
public enum AnalyzeLevel {
  /** A failure to gather them fails the load. */
  REQUIRED,
  /** A failure is told and the load ends well. */
  OPTIONAL,
  /** None are gathered. */
  OFF
}
