package io.thunderhead.precheck;

import java.util.Map;

/**
 * How large a load is, by its sample.
 *
 * @param rows rows of the input, counted
 * @param kvs KVs of them, estimated
 * @param bytes bytes of raw keys and values, estimated
 * @param regions regions that are made
 * @param localFree free bytes of Spark's local folders by machine; empty when not known
 */
public record Estimate(long rows, long kvs, long bytes, int regions, Map<String, Long> localFree) {
  /** Takes a copy. */
  public Estimate {
    localFree = Map.copyOf(localFree);
  }
}
