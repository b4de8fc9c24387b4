package io.thunderhead.precheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.pd.PdEtcd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A changefeed of TiCDC that is not finished (import-protocol 5.3).
 *
 * @param namespace of its cluster; empty where TiCDC 6.1 and older write it
 * @param state as TiCDC writes it
 */
record Changefeed(String namespace, String id, String state) {
  private static final Logger LOG = LoggerFactory.getLogger(Changefeed.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "/tidb/cdc/";

  /** {@code changefeed/info/<id>}, behind {@code <cluster>/<namespace>/} since TiCDC 6.2. */
  private static final Pattern INFO =
      Pattern.compile(
          PREFIX
              + "(?:(?<namespace>[a-zA-Z0-9]+(?:-[a-zA-Z0-9]+)*/[^/]+)/)?changefeed/info/(?<id>.+)");

  private static final Set<String> ACTIVE =
      Set.of("failed", "running", "warning", "normal", "stopped", "error");

  /** Returns the changefeeds that still want what is written, or will. */
  static List<Changefeed> listedIn(PdEtcd etcd) {
    List<Changefeed> active = new ArrayList<>();
    for (String key : etcd.keys(PREFIX)) {
      Matcher m = INFO.matcher(key);
      if (m.matches()) {
        String namespace = m.group("namespace") == null ? "" : m.group("namespace");
        String state = etcd.value(key).map(value -> state(key, value)).orElse("");
        if (ACTIVE.contains(state)) {
          active.add(new Changefeed(namespace, m.group("id"), state));
        } else {
          LOG.info("changefeed {} is in state '{}' and does not count", key, state);
        }
      }
    }
    return active;
  }

  private static String state(String key, byte[] value) {
    try {
      JsonNode info = JSON.readTree(value);
      return info.path("state").asText();
    } catch (IOException e) {
      LOG.warn("changefeed {} is no JSON: {}", key, e.toString());
      return "";
    }
  }

  @Override
  public String toString() {
    return (namespace.isEmpty() ? id : namespace + "/" + id) + " (" + state + ")";
  }
}
