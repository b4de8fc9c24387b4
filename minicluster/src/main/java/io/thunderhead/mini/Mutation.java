package io.thunderhead.mini;

/**
 * One change of a column family.
 *
 * @param cf where
 * @param key encoded key, with a timestamp unless {@code cf} is the lock family; no data prefix
 * @param value new value, or null to delete the key
 */
record Mutation(Cf cf, byte[] key, byte[] value) {
  static Mutation put(Cf cf, byte[] key, byte[] value) {
    return new Mutation(cf, key, value);
  }

  static Mutation delete(Cf cf, byte[] key) {
    return new Mutation(cf, key, null);
  }
}
