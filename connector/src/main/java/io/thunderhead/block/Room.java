package io.thunderhead.block;

/** Memory that a task may use. */
public interface Room {
  /** Asks for more bytes; false when they are not to be had. */
  boolean take(long bytes);

  /** Gives back all bytes. */
  void giveBack();
}
