package io.thunderhead.conflict;

/** Which of the rows that claim one key keeps it. */
public enum Stays {
  FIRST,
  LAST,
  NONE
}
