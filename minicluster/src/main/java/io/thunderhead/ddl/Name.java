package io.thunderhead.ddl;

import java.util.Locale;

/** An identifier as written; compared without regard to case. */
record Name(String original) {
  static final Name EMPTY = new Name("");

  String lower() {
    return original.toLowerCase(Locale.ROOT);
  }

  boolean matches(Name other) {
    return lower().equals(other.lower());
  }

  boolean matches(String other) {
    return lower().equals(other.toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return original;
  }
}
