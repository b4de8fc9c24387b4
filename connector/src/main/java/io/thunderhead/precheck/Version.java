package io.thunderhead.precheck;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of a server; what stands behind the three numbers does not count. */
record Version(int major, int minor, int patch) implements Comparable<Version> {
  private static final Pattern NUMBERS = Pattern.compile("v?(\\d+)\\.(\\d+)\\.(\\d+).*");

  /** Reads {@code 8.5.1}, {@code v8.5.1-12-g0a1b} and the like; null for what is none. */
  static Version parse(String text) {
    Matcher m = NUMBERS.matcher(text.strip());
    return m.matches()
        ? new Version(
            Integer.parseInt(m.group(1)),
            Integer.parseInt(m.group(2)),
            Integer.parseInt(m.group(3)))
        : null;
  }

  /** Reads what TiDB answers to VERSION(): {@code 8.0.11-TiDB-v8.5.1}. */
  static Version ofTidb(String text) {
    int at = text.indexOf("TiDB-");
    return at < 0 ? null : parse(text.substring(at + "TiDB-".length()));
  }

  @Override
  public int compareTo(Version other) {
    return Comparator.comparingInt(Version::major)
        .thenComparingInt(Version::minor)
        .thenComparingInt(Version::patch)
        .compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
