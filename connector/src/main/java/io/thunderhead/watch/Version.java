package io.thunderhead.watch;

/** The version of this loader. */
public final class Version {
  /** As the build names it. */
  public static final String OF_LOADER = "0.1.0";

  private Version() {}
}
