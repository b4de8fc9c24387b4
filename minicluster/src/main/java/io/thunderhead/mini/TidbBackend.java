package io.thunderhead.mini;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.ddl.Change.Allocator;
import io.thunderhead.tidb.Backend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the embedded TiDB works on. Schemas are read from the meta keys, as TiDB does, so that those
 * written by others are seen as well.
 */
final class TidbBackend implements Backend {
  private static final String TABLE_FIELD = "Table:";

  private final ClusterRuntime runtime;

  TidbBackend(ClusterRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public List<String> execute(String database, Map<String, String> variables, String ddl) {
    return runtime.schema().execute(database, variables, ddl);
  }

  @Override
  public List<JsonNode> databases() {
    return sorted(
        runtime.transactions().scan(MetaKeys.databases()).stream()
            .map(pair -> json(pair.value()))
            .toList());
  }

  @Override
  public List<JsonNode> tables(long databaseId) {
    byte[] prefix = MetaKeys.databasePrefix(databaseId);
    List<JsonNode> tables = new ArrayList<>();
    for (KeyValue pair : runtime.transactions().scan(prefix)) {
      byte[] field = Keys.decode(Arrays.copyOfRange(pair.key(), prefix.length, pair.key().length));
      if (new String(field, Texts.UTF8).startsWith(TABLE_FIELD)) {
        tables.add(json(pair.value()));
      }
    }
    return sorted(tables);
  }

  private static List<JsonNode> sorted(List<JsonNode> infos) {
    return infos.stream()
        .sorted(Comparator.comparingLong(each -> each.path("id").asLong()))
        .toList();
  }

  private static JsonNode json(byte[] value) {
    try {
      return Json.read(new String(value, Texts.UTF8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a meta key holds no JSON", e);
    }
  }

  @Override
  public long allocator(long databaseId, long tableId, Allocator allocator) {
    return runtime.schema().allocator(databaseId, tableId, allocator);
  }

  @Override
  public void raise(long databaseId, long tableId, Allocator allocator, long base) {
    runtime.schema().raise(databaseId, tableId, allocator, base);
  }

  @Override
  public Checksum checksum(JsonNode table) {
    long[] sum = new long[3];
    byte[] none = new byte[0];
    for (byte[] prefix : TableKeys.prefixes(table)) {
      runtime
          .transactions()
          .visit(
              prefix,
              pair -> {
                sum[0] ^= Crc64.of(none, pair.key(), pair.value());
                sum[1]++;
                sum[2] += pair.key().length + pair.value().length;
              });
    }
    return new Checksum(sum[0], sum[1], sum[2]);
  }

  @Override
  public long countRows(JsonNode table, long limit) {
    long[] count = new long[1];
    for (byte[] prefix : TableKeys.recordPrefixes(table)) {
      runtime.transactions().visit(prefix, pair -> count[0]++);
    }
    return Math.min(limit, count[0]);
  }

  @Override
  public List<Instance> instances() {
    List<Instance> instances = new ArrayList<>();
    for (PdMember member : runtime.pd().members().all()) {
      String pd = member.advertised();
      instances.add(new Instance("pd", pd, pd, runtime.pd().version().substring(1)));
    }
    for (Store store : runtime.topology().stores()) {
      StoreEndpoint endpoint = store.endpoint();
      instances.add(
          new Instance("tikv", endpoint.address(), endpoint.statusAddress(), store.version()));
    }
    return instances;
  }

  @Override
  public long timestamp() {
    return runtime.pd().tso().next();
  }

  @Override
  public boolean newCollation() {
    return runtime.settings().newCollation();
  }
}
