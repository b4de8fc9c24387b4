package io.thunderhead.watch;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one store took of a load.
 *
 * @param address {@code host:port}, empty when PD did not tell
 * @param bytes that went to it: messages of KVs, or files; those of failed tries too
 * @param rows records that came to it, those that conflicts took back and deletions included
 * @param kvs that came to it likewise
 * @param regions that it has a peer of
 * @param retries failures that were met at it and mended, by their names
 */
public record StoreFigures(
    long id,
    String address,
    long bytes,
    long rows,
    long kvs,
    long regions,
    Map<String, Integer> retries)
    implements Serializable {
  /** Takes a copy. */
  public StoreFigures {
    retries = Collections.unmodifiableMap(new TreeMap<>(retries));
  }
}
