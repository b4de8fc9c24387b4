package io.thunderhead.watch;

import java.io.Serializable;

/**
 * One region that took data, or some that are neighbours in the order of keys.
 *
 * @param what {@code records}, or the index whose KVs the first of them took
 * @param regions how many these are
 * @param bytes of KVs
 * @param retries failures that were met and mended
 */
public record RegionBar(String what, int regions, long bytes, long kvs, long retries)
    implements Serializable {
  RegionBar plus(RegionBar next) {
    return new RegionBar(
        what, regions + next.regions, bytes + next.bytes, kvs + next.kvs, retries + next.retries);
  }
}
