package io.thunderhead.sst;

import io.thunderhead.codec.Bytes;
import java.util.Map;

/** Sums up a file's entries into properties by which TiKV judges the file without reading it. */
interface PropertyCollector {
  /** Returns the name that stands in the file's list of collectors. */
  String name();

  /**
   * Takes an entry behind all others.
   *
   * @param key data key with its timestamp
   */
  void add(Bytes key, byte[] value, int valueFrom, int valueLength);

  /** Returns the properties of all entries; at least one was taken. */
  Map<String, byte[]> finish();
}
