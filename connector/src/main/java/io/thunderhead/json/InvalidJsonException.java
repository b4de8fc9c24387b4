package io.thunderhead.json;

/** Text that is no JSON document, or none that TiDB stores; the message is the reason. */
public final class InvalidJsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidJsonException(String reason) {
    super(reason, null, false, false);
  }
}
