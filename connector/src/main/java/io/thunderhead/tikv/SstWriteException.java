package io.thunderhead.tikv;

/** A Write stream to one of a region's peers failed; nothing of it is visible to readers. */
public final class SstWriteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SstWriteException(String message, Throwable cause) {
    super(message + (cause == null ? "" : ": " + cause.getMessage()), cause);
  }

  /** Tells whether TiKV has not applied the region's epoch yet: the same region may be tried. */
  public boolean requestTooNew() {
    return getMessage().contains("RequestTooNew");
  }

  /** Tells whether the store's disk is full: no try can help. */
  public boolean diskFull() {
    return getMessage().contains("DiskSpaceNotEnough");
  }

  /** Tells whether the pairs were not strictly ascending: a defect or duplicate keys. */
  public boolean notAscending() {
    return getMessage().contains("Keys must be added in strict ascending order");
  }
}
