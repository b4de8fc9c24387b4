package io.thunderhead.mini;

/** Column families of a store's database. */
enum Cf {
  DEFAULT("default"),
  LOCK("lock"),
  WRITE("write");

  private final String id;

  Cf(String id) {
    this.id = id;
  }

  /** Returns the name that files and SST metas carry. */
  String id() {
    return id;
  }

  /** Returns the family that SSTs may go to under a name, or null when there is none. */
  static Cf ingestible(String id) {
    return DEFAULT.id.equals(id) ? DEFAULT : WRITE.id.equals(id) ? WRITE : null;
  }
}
