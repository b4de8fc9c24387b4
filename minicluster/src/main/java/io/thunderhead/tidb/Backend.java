package io.thunderhead.tidb;

import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.ddl.Change.Allocator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a TiDB server keeps in, and asks of, PD and TiKV. Thread-safe. */
public interface Backend {

  /**
   * Runs DDL.
   *
   * @param database current database, or null
   * @param variables session variables by name, those that differ from the global ones
   * @return warnings
   * @throws io.thunderhead.ddl.DdlException a statement is wrong or not taken
   */
  List<String> execute(String database, Map<String, String> variables, String ddl);

  /** Returns DBInfo of every database in order of its id. */
  List<JsonNode> databases();

  /** Returns TableInfo of every table of a database in order of its id. */
  List<JsonNode> tables(long databaseId);

  /** Returns the stored value of an allocator, the largest id that counts as used; 0 for none. */
  long allocator(long databaseId, long tableId, Allocator allocator);

  /** Raises an allocator to a signed base, never lowers it. */
  void raise(long databaseId, long tableId, Allocator allocator, long base);

  /** Digests every visible KV of a table: records and indexes of all its partitions. */
  Checksum checksum(JsonNode table);

  /** Returns how many records a table has, counted up to a limit. */
  long countRows(JsonNode table, long limit);

  /** Returns the servers of the cluster, this TiDB not among them. */
  List<Instance> instances();

  /** Takes a timestamp from PD. */
  long timestamp();

  /** Tells whether the cluster was made with {@code new_collations_enabled}. */
  boolean newCollation();

  /** A digest as {@code ADMIN CHECKSUM TABLE} shows it; the checksum is unsigned. */
  record Checksum(long crc64Xor, long kvs, long bytes) {}

  /**
   * A server.
   *
   * @param type {@code pd} or {@code tikv}
   */
  record Instance(String type, String address, String statusAddress, String version) {}

  /** Returns a database by its name in any case. */
  default Optional<JsonNode> database(String name) {
    return databases().stream()
        .filter(each -> each.path("db_name").path("L").asText().equalsIgnoreCase(name))
        .findFirst();
  }

  /** Returns a table by its name in any case. */
  default Optional<JsonNode> table(long databaseId, String name) {
    return tables(databaseId).stream()
        .filter(each -> each.path("name").path("L").asText().equalsIgnoreCase(name))
        .findFirst();
  }
}
