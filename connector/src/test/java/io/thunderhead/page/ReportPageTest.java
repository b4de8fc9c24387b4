package io.thunderhead.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.FailureReport;
import io.thunderhead.watch.LoadWatch;
import io.thunderhead.watch.RegionBar;
import io.thunderhead.watch.RegionFigures;
import io.thunderhead.watch.StoreFigures;
import java.io.StringReader;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportPageTest {
  private static final String HOSTILE =
      "d`b.<script>alert(\"1\")</script>&amp;' onload='x\u0001\uD800\u202E";

  @Test
  void tellsALoadThatIsDone() throws Exception {
    String page = ReportPage.of(done("nyc.flights").toString());
    requireWhole(page);
    assertThat(page)
        .contains("<h1>nyc.flights</h1>", "1,000", "997", "checksum equal", "NotLeader")
        .contains("ALTER TABLE", "write-and-ingest");
  }

  @Test
  void tellsALoadThatFailed() throws Exception {
    String json =
        FailureReport.of(
                "d.t", new LoadException(ErrorCode.INGEST_STATE_UNKNOWN, "no answer"), watch())
            .toJson();
    String page = ReportPage.of(json);
    requireWhole(page);
    assertThat(page).contains("INGEST_STATE_UNKNOWN", "no answer", "unknown", "not compared");
  }

  @Test
  void tellsAWholeDump() throws Exception {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode().put("rowsLoaded", 997).put("failed", 1);
    json.put("seconds", 3.5).putArray("tables").add(done("d.a"));
    ObjectNode failed = json.withArray("tables").addObject().put("table", "d.b");
    failed.put("outcome", "failed").put("error", "BAD_ROW").put("message", HOSTILE);
    json.putArray("views").addObject().put("view", "d.v").put("message", "made");
    String page = ReportPage.of(json.toString());
    requireWhole(page);
    assertThat(page).contains("2 tables", "1 failed", "BAD_ROW", "View d.v");
  }

  @Test
  void tellsALoadBySql() throws Exception {
    ObjectNode json = new ObjectMapper().createObjectNode().put("table", "d.t");
    json.put("outcome", "done").put("backend", "tidb").put("rowsRead", 12).put("rowsLoaded", 10);
    json.put("rowsLeftOut", 2).put("rowsReplaced", 1);
    watch().seen().putInto(json);
    String page = ReportPage.of(json.toString());
    requireWhole(page);
    assertThat(page).contains("by SQL", "through SQL", "gave way");
  }

  @Test
  void takesHostileNamesAsText() throws Exception {
    ObjectNode json = done(HOSTILE);
    json.withArray("remaining").add(HOSTILE);
    json.put("statistics", HOSTILE);
    ((ObjectNode) json.path("options")).put(HOSTILE, HOSTILE);
    json.withArray("stores")
        .addObject()
        .put("address", HOSTILE)
        .putObject("retries")
        .put(HOSTILE, 1);
    json.withArray("phases").addObject().put("name", HOSTILE);
    ((ObjectNode) json.path("regions")).withArray("bars").addObject().put("of", HOSTILE);
    String page = ReportPage.of(json.toString());
    requireWhole(page);
    assertThat(page).doesNotContain("<script").doesNotContain("onload='x");
  }

  @Test
  void writesFiguresAsPeopleReadThem() {
    assertThat(Figures.bytes(1536)).isEqualTo("1.50 KiB");
    assertThat(Figures.bytes(12)).isEqualTo("12 B");
    assertThat(Figures.shortCount(123_456)).isEqualTo("123 k");
    assertThat(Figures.duration(999)).isEqualTo("999 ms");
    assertThat(Figures.duration(245_000)).isEqualTo("4:05 min");
    assertThat(Figures.duration(7_384_000)).isEqualTo("2:03:04 h");
  }

  /** The page is well-formed, runs no script, loads nothing, and its links lead somewhere in it. */
  private static void requireWhole(String page) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setExpandEntityReferences(false);
    Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    NodeList all = document.getElementsByTagName("*");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < all.getLength(); i++) {
      String id = ((Element) all.item(i)).getAttribute("id");
      assertThat(id.isEmpty() || ids.add(id)).as("id %s is there once", id).isTrue();
    }
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      assertThat(element.getTagName()).isNotIn("script", "link", "img", "iframe", "object", "use");
      assertThat(element.hasAttribute("src")).isFalse();
      for (int j = 0; j < element.getAttributes().getLength(); j++) {
        assertThat(element.getAttributes().item(j).getNodeName()).doesNotStartWith("on");
      }
      requireThere(ids, element.getAttribute("aria-labelledby"));
      String link = element.getAttribute("href");
      assertThat(link).matches("(#.+)?");
      requireThere(ids, link.replace("#", ""));
    }
    assertThat(page).doesNotContain("url(", "@import", "://");
  }

  private static void requireThere(Set<String> ids, String id) {
    assertThat(id.isEmpty() || ids.contains(id)).as("id %s is there", id).isTrue();
  }

  private static LoadWatch watch() {
    LoadWatch watch = new LoadWatch();
    watch.begin("precheck");
    watch.end();
    watch.begin("write-and-ingest");
    watch.worked(0, 1000, 50_000);
    watch.options(Map.of("pd", "127.0.0.1:2379"));
    watch.version("spark", "3.5.9");
    watch.took(
        List.of(new StoreFigures(1, "s:20160", 5000, 997, 2000, 2, Map.of("NotLeader", 3))),
        RegionFigures.of(
            List.of(
                new RegionBar("records", 1, 4000, 997, 3),
                new RegionBar("index uk", 1, 1000, 997, 0))));
    return watch;
  }

  private static ObjectNode done(String table) {
    ObjectNode json = new ObjectMapper().createObjectNode().put("table", table);
    json.put("outcome", "done").put("rowsRead", 1000).put("rowsLoaded", 997);
    json.put("rowsSetAside", 1).put("encodedBytes", 50_000).put("kvCount", 2000);
    json.putObject("badRows").put("syntax", 1).put("type", 0).put("charset", 0).put("place", "/b");
    json.putObject("conflicts").put("rows", 4).put("left", 2).put("deleted", 0);
    ObjectNode sums = json.putObject("checksum").put("equal", true);
    sums.putObject("local").put("checksum", "0x1");
    sums.putObject("remote").put("checksum", "0x1");
    json.putArray("remaining").add("ALTER TABLE t AUTO_INCREMENT = 5");
    watch().seen().putInto(json);
    return json;
  }
}
