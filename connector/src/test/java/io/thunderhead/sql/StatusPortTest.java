package io.thunderhead.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.SchemaReader;
import io.thunderhead.mini.CertificateAuthority;
import io.thunderhead.mini.KeyValue;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.mini.PemFiles;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.pd.PdClient;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.rpc.Security;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.tikv.TikvClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Status port and meta keys tell the same of a table, and what a real cluster had stored. */
class StatusPortTest {
  private static final Path GOLDEN = Path.of("../minicluster/src/test/resources/golden");

  private static MiniCluster cluster;
  private static Channels plain;
  private static StatusPort port;

  @BeforeAll
  static void startWithTheMetaKeysOfARealCluster() throws IOException {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    List<KeyValue> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(GOLDEN.resolve("nyc/meta.tsv"))) {
      String[] parts = line.split("\t", -1);
      pairs.add(new KeyValue(HexFormat.of().parseHex(parts[0]), HexFormat.of().parseHex(parts[1])));
    }
    cluster.write(pairs);
    plain = new Channels(Dialing.PLAIN);
    port = new StatusPort(cluster.tidbStatusAddress(), plain);
  }

  @AfterAll
  static void stop() {
    plain.close();
    cluster.close();
  }

  private static TableName name(String table) {
    return LoadOptions.parse(Map.of("pd", cluster.pdAddress(), "table", table)).table();
  }

  @ParameterizedTest
  @ValueSource(strings = {"airlines", "airports", "flights", "planes", "weather"})
  void tellsTheSameAsTheMetaKeys(String table) throws IOException {
    FoundTable served = port.find(name("NYC." + table));
    try (Channels channels = new Channels(Dialing.PLAIN)) {
      PdClient pd = PdClient.connect(List.of(cluster.pdAddress()), channels);
      SchemaReader reader = new SchemaReader(new TikvClient(pd, channels));
      assertThat(reader.find(name("nyc." + table), pd.timestamp())).isEqualTo(served);
    }
    Path json = GOLDEN.resolve("nyc/tables/" + table + "/table.json");
    assertThat(served.table()).isEqualTo(TableInfo.fromJson(Files.readAllBytes(json)));
    assertThat(served.database().name()).isEqualTo("nyc");
  }

  @Test
  void readsWhatARealServerSent() throws IOException {
    TableInfo alone =
        TableInfo.fromJson(Files.readAllBytes(GOLDEN.resolve("http/tidb-schema-demo-t.json")));
    byte[] all = Files.readAllBytes(GOLDEN.resolve("http/tidb-schema-demo.json"));
    TableInfo listed =
        TableInfo.fromJson(
            new ObjectMapper().writeValueAsBytes(new ObjectMapper().readTree(all).get(0)));
    assertThat(alone).isEqualTo(listed);
    assertThat(alone.name()).isEqualTo("t");
    assertThat(alone.columns()).extracting("name").containsExactly("id", "v");
  }

  @Test
  void offersTheNearestName() {
    LoadException table =
        catchThrowableOfType(LoadException.class, () -> port.find(name("nyc.flight")));
    assertThat(table.code()).isEqualTo(ErrorCode.TABLE_NOT_FOUND);
    assertThat(table).hasMessageContaining("Did you mean 'flights'");
    LoadException database =
        catchThrowableOfType(LoadException.class, () -> port.find(name("nyx.flights")));
    assertThat(database).hasMessageContaining("Did you mean 'nyc'");
  }

  @Test
  void speaksTlsWhereTheClusterDoes(@TempDir Path folder) {
    CertificateAuthority authority = CertificateAuthority.create(folder, "ca");
    PemFiles client = authority.issue("client");
    try (MiniCluster secured =
        MiniCluster.builder().stores(1).replicas(1).tls(authority.issue("server")).start()) {
      secured.execute("CREATE TABLE test.t (id INT PRIMARY KEY)");
      Security files =
          new Security(
              client.ca().toString(), client.certificate().toString(), client.key().toString());
      try (Channels channels = new Channels(new Dialing(files, Map.of()))) {
        for (String address : List.of("", "https://")) {
          StatusPort tls = new StatusPort(address + secured.tidbStatusAddress(), channels);
          assertThat(tls.find(name("test.t")).table().name()).isEqualTo("t");
        }
      }
    }
  }

  @Test
  void saysWhichOptionIsWrongWhenAnotherServerAnswers() {
    StatusPort pd = new StatusPort(cluster.pdAddress(), plain);
    LoadException failure =
        catchThrowableOfType(LoadException.class, () -> pd.find(name("nyc.flights")));
    assertThat(failure).hasMessageContaining("option tidb-status");
  }
}
