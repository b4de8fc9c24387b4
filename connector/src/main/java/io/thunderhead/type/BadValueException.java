package io.thunderhead.type;

/**
 * A value that its column cannot hold; the message is the reason alone, without column or value.
 */
public final class BadValueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Takes the reason. */
  public BadValueException(String reason) {
    super(reason, null, false, false);
  }
}
