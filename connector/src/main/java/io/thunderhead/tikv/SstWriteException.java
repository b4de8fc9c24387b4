package io.thunderhead.tikv;

import io.thunderhead.rpc.Failures;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/**
 * A Write or Upload to one of a region's peers failed; nothing of it is visible to readers.
 *
 * <p>TiKV answers with status UNKNOWN and its error's debug text (import-protocol 3.3, 3.4), so
 * that kinds are told apart by their names in the text.
 */
public final class SstWriteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long storeId;

  SstWriteException(String message, Throwable cause) {
    this(0, message, cause);
  }

  SstWriteException(long storeId, String message, Throwable cause) {
    super(cause == null ? message : message + ": " + told(cause), cause);
    this.storeId = storeId;
  }

  /** Returns the store that failed, 0 when it is not known. */
  public long storeId() {
    return storeId;
  }

  private static String told(Throwable cause) {
    return cause instanceof StatusRuntimeException status
        ? Failures.describe(status)
        : String.valueOf(cause.getMessage());
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

  /** Tells whether the store keeps keys in another form than they were sent in. */
  public boolean otherKeyForm() {
    return ImportRefusal.isOtherKeyForm(getMessage());
  }

  /** Tells whether the store will never take the request, whatever the regions become. */
  public boolean isFinal() {
    return getCause() instanceof StatusRuntimeException status && ImportRefusal.isFinal(status);
  }
}
