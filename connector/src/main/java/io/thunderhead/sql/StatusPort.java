package io.thunderhead.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.Channels;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.schema.DatabaseInfo;
import io.thunderhead.schema.FoundTable;
import io.thunderhead.schema.TableInfo;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds tables on TiDB's HTTP status port, which serves what the meta keys hold (kv-encoding 6).
 */
public final class StatusPort {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final RetryPolicy RETRIES =
      new RetryPolicy(4, Duration.ofMillis(200), Duration.ofSeconds(2));

  private final String base;
  private final HttpClient http;

  /**
   * @param address {@code host:port} of TiDB's status port, 10080 by default, or its URL; without a
   *     scheme it speaks TLS where the cluster does
   * @param channels whose certificates are shown and asked for
   */
  public StatusPort(String address, Channels channels) {
    boolean url = address.startsWith("http://") || address.startsWith("https://");
    base = url ? address.replaceAll("/$", "") : channels.url(address, "").toString();
    http = channels.http();
  }

  /**
   * Reads a table's schema as it stands now. Names match without regard to case.
   *
   * @throws LoadException TABLE_NOT_FOUND that offers the nearest name
   */
  public FoundTable find(TableName name) {
    DatabaseInfo database = database(name);
    List<String> names = new ArrayList<>();
    for (JsonNode each : list("/schema/" + escaped(database.name()))) {
      String found = each.path("name").path("O").asText();
      if (found.equalsIgnoreCase(name.table())) {
        return new FoundTable(database, TableInfo.fromJson(utf8(each)));
      }
      names.add(found);
    }
    throw FoundTable.missing(name, names);
  }

  private DatabaseInfo database(TableName name) {
    List<String> names = new ArrayList<>();
    for (JsonNode each : list("/schema")) {
      DatabaseInfo database = DatabaseInfo.fromJson(utf8(each));
      if (database.name().equalsIgnoreCase(name.database())) {
        return database;
      }
      names.add(database.name());
    }
    throw FoundTable.missingDatabase(name, names);
  }

  private static byte[] utf8(JsonNode node) {
    return node.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String escaped(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private JsonNode list(String path) {
    String body = get(path);
    try {
      JsonNode list = JSON.readTree(body);
      if (list.isArray()) {
        return list;
      }
    } catch (IOException e) {
      throw noList(path, e);
    }
    throw noList(path, null);
  }

  private LoadException noList(String path, IOException cause) {
    return new LoadException(
        ErrorCode.CLUSTER_PROTOCOL,
        "%s%s is answered with something else than a list of schemas. Check that option tidb-status names TiDB's status port, 10080 by default."
            .formatted(base, path),
        cause);
  }

  private String get(String path) {
    Backoff backoff = new Backoff("reading " + base + path, RETRIES);
    while (true) {
      try {
        HttpResponse<String> response =
            http.send(
                HttpRequest.newBuilder(URI.create(base + path)).timeout(TIMEOUT).build(),
                BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          return response.body();
        }
        throw new LoadException(
            ErrorCode.CLUSTER_PROTOCOL,
            "TiDB answered %d to %s%s: %s. Check that option tidb-status names TiDB's status port, 10080 by default."
                .formatted(response.statusCode(), base, path, response.body().strip()));
      } catch (IOException e) {
        backoff.failed(
            "TiDB's status port at " + base + " does not answer: " + e, e, ErrorCode.UNREACHABLE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new LoadException(
            ErrorCode.UNREACHABLE, "interrupted while asking " + base + path, e);
      }
    }
  }
}
