package io.thunderhead.error;

/** What is known of a load that has ended. */
public enum Outcome {
  /** Every row is in the table or was set aside; the cluster was asked as far as wanted. */
  DONE("the rows are in the table"),

  /** The table is not loaded as it should be; it can be emptied and loaded again. */
  FAILED("the table is not loaded; the message says what to do before the next load"),

  /** Nobody could see whether the cluster took the rows. */
  UNKNOWN(
      "whether the rows are in the table could not be learnt; look at it, or empty it with TRUNCATE TABLE, which also keeps out what may still arrive");

  private final String meaning;

  Outcome(String meaning) {
    this.meaning = meaning;
  }

  /** Returns what it means to the user, in one sentence. */
  public String meaning() {
    return meaning;
  }
}
