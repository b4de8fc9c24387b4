package io.thunderhead.verify;

import java.io.Serializable;

/** What stands for a row: hashes of its key and of all its values. */
record RowHash(long key1, long key2, long row1, long row2) implements Serializable {
  /** What stands for a row's key. */
  record Key(long key1, long key2) implements Serializable {}

  Key key() {
    return new Key(key1, key2);
  }
}
