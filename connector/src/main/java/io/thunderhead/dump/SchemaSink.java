package io.thunderhead.dump;

/** Runs DDL on the cluster that takes a dump. */
@FunctionalInterface
public interface SchemaSink {
  /**
   * Runs one statement with foreign keys unchecked.
   *
   * @param database what names without a database are in; null when the statement needs none
   * @param statement without a semicolon
   */
  void execute(String database, String statement);
}
