package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.thunderhead.ddl.DdlException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.Kvrpcpb;

class SchemaTest {
  private MiniCluster cluster;
  private TestClient client;

  @BeforeEach
  void start() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    client = new TestClient(cluster);
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  private String text(byte[] rawKey) {
    return client.get(rawKey, cluster.timestamp()).getValue().toStringUtf8();
  }

  private JsonNode table(long databaseId, long tableId) throws JsonProcessingException {
    return Json.read(text(MetaKeys.inDatabase(databaseId, "Table", tableId)));
  }

  @Test
  void hasTheKeysOfABootstrappedCluster() throws JsonProcessingException {
    assertThat(text(MetaKeys.BOOTSTRAP)).isEqualTo("283");
    assertThat(text(MetaKeys.NEXT_GLOBAL_ID)).isEqualTo("114");
    assertThat(Json.read(text(MetaKeys.database(114))).path("db_name").path("O").asText())
        .isEqualTo("test");
    assertThat(Keys.hex(MetaKeys.database(2)))
        .isEqualTo("6d4442730000000000fa000000000000006844423a3200000000fb");
    assertThat(Keys.hex(MetaKeys.inDatabase(56, "TID", 108)))
        .isEqualTo("6d44423a3536000000fc00000000000000685449443a31303800fe");
  }

  @Test
  void makesTablesWithRegionsOfTheirOwn() throws JsonProcessingException {
    int before = cluster.regions().size();
    long version = Long.parseLong(text(MetaKeys.SCHEMA_VERSION));
    cluster.execute(
        "CREATE TABLE a (id BIGINT PRIMARY KEY, v INT);"
            + "CREATE TABLE p (id INT) PARTITION BY HASH (id) PARTITIONS 3;");
    assertThat(table(114, 115).path("name").path("O").asText()).isEqualTo("a");
    assertThat(cluster.regions()).hasSize(before + 4);
    assertThat(cluster.regionAt(TableKeys.prefix(115)).start()).isEqualTo(TableKeys.prefix(115));
    assertThat(Long.parseLong(text(MetaKeys.SCHEMA_VERSION))).isGreaterThan(version);
  }

  @Test
  void splitsATableBeforehand() {
    int before = cluster.regions().size();
    cluster.execute("CREATE TABLE s (id INT) SHARD_ROW_ID_BITS = 4 PRE_SPLIT_REGIONS = 2");
    assertThat(cluster.regions()).hasSize(before + 4);
    assertThat(Keys.hex(cluster.regions().get(2).start())).endsWith("5f72" + "a000000000000000");
  }

  @Test
  void dropsWhatBelongsToATable() {
    cluster.execute("CREATE TABLE d (id INT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT = 500");
    assertThat(text(MetaKeys.inDatabase(114, "TID", 115))).isEqualTo("499");
    cluster.execute("DROP TABLE d");
    assertThat(client.get(MetaKeys.inDatabase(114, "TID", 115), cluster.timestamp()).getNotFound())
        .isTrue();
    assertThat(
            client.get(MetaKeys.inDatabase(114, "Table", 115), cluster.timestamp()).getNotFound())
        .isTrue();
  }

  @Test
  void raisesButNeverLowersAnAllocator() {
    cluster.execute("CREATE TABLE r (id INT)");
    assertThat(cluster.rebaseRowId(114, 115, 30)).isEqualTo(30);
    assertThat(cluster.rebaseRowId(114, 115, 20)).isEqualTo(30);
    assertThat(text(MetaKeys.inDatabase(114, "TID", 115))).isEqualTo("30");
  }

  @Test
  void keepsWhatCameBeforeAWrongStatement() throws JsonProcessingException {
    assertThatThrownBy(() -> cluster.execute("CREATE TABLE k (id INT); CREATE NONSENSE"))
        .isInstanceOf(DdlException.class);
    assertThat(table(114, 115).path("name").path("O").asText()).isEqualTo("k");
  }

  @Test
  void keepsTheMetaKeysOfARealCluster() throws IOException {
    List<KeyValue> golden = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SchemaTest.class.getResourceAsStream("/golden/nyc/meta.tsv"), Texts.UTF8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] columns = line.split("\t", -1);
        golden.add(
            new KeyValue(HexFormat.of().parseHex(columns[0]), HexFormat.of().parseHex(columns[1])));
      }
    }
    long ts = cluster.write(golden);
    byte[] nyc = MetaKeys.databasePrefix(619);
    List<KeyValue> expected =
        golden.stream().filter(pair -> Keys.startsWith(pair.key(), nyc)).toList();

    List<Kvrpcpb.KvPair> found =
        client
            .scan(
                Kvrpcpb.ScanRequest.newBuilder()
                    .setStartKey(Texts.bytes(nyc))
                    .setEndKey(Texts.bytes(MetaKeys.databasePrefix(620)))
                    .setLimit(100)
                    .setVersion(ts))
            .getPairsList();

    assertThat(found).hasSize(expected.size()).hasSizeGreaterThan(5);
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i).getKey().toByteArray()).isEqualTo(expected.get(i).key());
      assertThat(found.get(i).getValue().toByteArray()).isEqualTo(expected.get(i).value());
    }
  }
}
