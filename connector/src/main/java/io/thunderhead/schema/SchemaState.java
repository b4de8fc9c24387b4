package io.thunderhead.schema;

/** How far a table, column or index is through online DDL (kv-encoding 6.5). */
public enum SchemaState {
  NONE,
  DELETE_ONLY,
  WRITE_ONLY,
  WRITE_REORGANIZATION,
  DELETE_REORGANIZATION,
  PUBLIC,
  REPLICA_ONLY,
  GLOBAL_TXN_ONLY;

  static SchemaState of(int number) {
    if (number < 0 || number >= values().length) {
      throw new IllegalArgumentException("schema state: " + number + " (expected: 0..7)");
    }
    return values()[number];
  }
}
