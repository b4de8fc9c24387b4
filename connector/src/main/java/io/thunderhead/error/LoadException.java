package io.thunderhead.error;

/**
 * A failure with a code and one line that tells the problem, its cause and the remedy.
 *
 * <p>The message never holds a secret and reads well without a stack trace.
 */
public final class LoadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String column;
  private final byte[] key;

  /**
   * @param code the kind of failure
   * @param message problem, cause and remedy, with values, in one line
   */
  public LoadException(ErrorCode code, String message) {
    this(code, message, null);
  }

  /** As the other constructor, with the failure that led here. */
  public LoadException(ErrorCode code, String message, Throwable cause) {
    this(code, null, null, message, cause);
  }

  private LoadException(
      ErrorCode code, String column, byte[] key, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.column = column;
    this.key = key;
  }

  /** Makes the failure of one value: BAD_ROW, with the column that cannot take it. */
  public static LoadException ofColumn(String column, String message, Throwable cause) {
    return new LoadException(ErrorCode.BAD_ROW, column, null, message, cause);
  }

  /** Makes the failure of one raw key that two rows claim: DUPLICATE_KEY. */
  public static LoadException ofKey(byte[] key, String message) {
    return new LoadException(ErrorCode.DUPLICATE_KEY, null, key.clone(), message, null);
  }

  /** Returns the kind of failure. */
  public ErrorCode code() {
    return code;
  }

  /** Returns the column whose value is to blame, or null when it is not one column's. */
  public String column() {
    return column;
  }

  /** Returns the raw key that two rows claim, or null when the failure is another. */
  public byte[] key() {
    return key == null ? null : key.clone();
  }

  /**
   * Returns this failure without its cause, which may hold what cannot travel from an executor to
   * the driver; code, message and stack trace stay.
   */
  public LoadException portable() {
    LoadException copy = new LoadException(code, column, key, getMessage(), null);
    copy.setStackTrace(getStackTrace());
    return copy;
  }

  /** Finds the first {@code LoadException} among a failure and its causes, or null. */
  public static LoadException findIn(Throwable failure) {
    int depth = 0;
    for (Throwable t = failure; t != null && depth < 64; t = t.getCause(), depth++) {
      if (t instanceof LoadException found) {
        return found;
      }
    }
    return null;
  }
}
