package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** TiDB's status port serves schemas as the meta keys hold them. */
@Contract(
    spec = {"2.1", "11"},
    calls = {"GET /schema", "GET /schema/", "GET /status"})
@ExtendWith(ContractTidb.class)
class StatusPortTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SqlDoor tidb;
  private final String base;

  StatusPortTest(SqlDoor tidb) throws SQLException {
    this.tidb = tidb;
    this.base =
        "http://"
            + tidb.value(
                "SELECT STATUS_ADDRESS FROM INFORMATION_SCHEMA.CLUSTER_INFO WHERE TYPE = 'tidb'");
  }

  @Test
  void servesATableByNameAndById() throws Exception {
    tidb.run("CREATE TABLE t (id BIGINT PRIMARY KEY, v VARCHAR(20), KEY v (v))");
    JsonNode byName = get("/schema/" + tidb.database() + "/T");
    assertThat(get("/schema?table_id=" + byName.path("id").asText())).isEqualTo(byName);
    JsonNode golden = golden("tidb-schema-demo-t.json");
    assertThat(fields(byName)).containsAll(fields(golden));
    assertThat(byName.path("cols")).isEqualTo(golden.path("cols"));
    assertThat(byName.path("index_info")).isEqualTo(golden.path("index_info"));
  }

  @Test
  void servesAllTablesOfADatabase() throws Exception {
    tidb.run("CREATE TABLE a (v INT)");
    JsonNode tables = get("/schema/" + tidb.database());
    assertThat(tables.isArray()).isTrue();
    assertThat(tables.findValuesAsText("O")).contains("a");
  }

  @Test
  void servesAllDatabases() throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode each : get("/schema")) {
      assertThat(fields(each)).containsAll(fields(golden("tidb-schema.json").get(0)));
      names.add(each.path("db_name").path("L").asText());
    }
    assertThat(names).contains("test", "mysql", "information_schema", tidb.database());
  }

  @Test
  void servesItsVersion() throws Exception {
    assertThat(fields(get("/status"))).containsAll(fields(golden("tidb-status.json")));
    assertThat(get("/status").path("version").asText()).contains("-TiDB-");
  }

  @Test
  void refusesWhatIsNotThere() throws Exception {
    assertThat(send("/schema/" + tidb.database() + "/missing").statusCode()).isEqualTo(400);
    assertThat(send("/schema/" + tidb.database() + "/missing").body()).contains("[schema:1146]");
    assertThat(send("/schema/missing_database").body()).contains("[schema:1049]");
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = send(path);
    assertThat(answer.statusCode()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private HttpResponse<String> send(String path) throws Exception {
    CallLog.note("GET", path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(base + path)).build(), BodyHandlers.ofString());
  }

  private static JsonNode golden(String name) throws IOException {
    try (InputStream in = StatusPortTest.class.getResourceAsStream("/golden/http/" + name)) {
      return JSON.readTree(in);
    }
  }

  private static List<String> fields(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
