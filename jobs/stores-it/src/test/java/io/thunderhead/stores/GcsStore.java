package io.thunderhead.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The reading half of Google Cloud Storage's JSON API, version 1, for holders of a service
 * account's key: tokens, buckets, listings by pages, objects by generation and range.
 */
final class GcsStore implements AutoCloseable {
  static final String TOKEN = "ya29.c.b0AXv0zTPstoresTestToken";

  private static final String BUCKETS = "/storage/v1/b/";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, SortedMap<String, GcsObject>> buckets = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();
  private final AtomicLong generations = new AtomicLong(1_700_000_000_000_000L);
  private final GcsKey key;
  private final Path keyFile;
  private final StoreServer server;

  GcsStore(Path folder) throws IOException, GeneralSecurityException {
    key = new GcsKey();
    server = new StoreServer(this::serve);
    keyFile = folder.resolve("key.json");
    key.write(keyFile, tokenUri());
  }

  /** Makes a bucket of its own for a test. */
  String newBucket() {
    String name = "gs-bucket-" + names.incrementAndGet();
    buckets.put(name, new ConcurrentSkipListMap<>());
    return name;
  }

  void put(String bucket, String name, byte[] content) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    GcsObject object = new GcsObject(bucket, name, generations.incrementAndGet(), now, content);
    buckets.get(bucket).put(name, object);
  }

  void delete(String bucket, String name) {
    buckets.get(bucket).remove(name);
  }

  StoreServer server() {
    return server;
  }

  /** Returns the private key, which nothing may print. */
  String privateKey() {
    return key.secret();
  }

  /** Returns the settings of a user who reads from here. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.gs.storage.root.url", server.endpoint() + "/");
    settings.put("fs.gs.token.server.url", tokenUri());
    settings.put("fs.gs.auth.service.account.json.keyfile", keyFile.toString());
    return settings;
  }

  /** Returns an error as the JSON API words it. */
  static Answer error(int status, String reason, String message) {
    return Answer.of(
        status,
        "application/json; charset=UTF-8",
        "{\"error\":{\"code\":%d,\"message\":\"%s\",\"errors\":[{\"message\":\"%s\",\"domain\":\"global\",\"reason\":\"%s\"}]}}"
            .formatted(status, message, message, reason));
  }

  private String tokenUri() {
    return server.endpoint() + "/token";
  }

  private Answer serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String query = exchange.getRequestURI().getRawQuery();
    if (path.equals("/token")) {
      return token(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    }
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return error(401, "authError", "Invalid Credentials");
    }
    path = path.startsWith("/download/") ? path.substring("/download".length()) : path;
    if (!exchange.getRequestMethod().equals("GET") || !path.startsWith(BUCKETS)) {
      return error(400, "invalid", "not served here");
    }
    String[] parts = path.substring(BUCKETS.length()).split("/", 3);
    return read(
        exchange,
        parts[0],
        parts.length == 3 ? decoded(parts[2].replace("+", "%2B")) : null,
        parts.length,
        parameters(query));
  }

  private Answer read(
      HttpExchange exchange, String bucket, String name, int depth, Map<String, String> query) {
    SortedMap<String, GcsObject> objects = buckets.get(bucket);
    if (objects == null) {
      return error(404, "notFound", "The specified bucket does not exist.");
    }
    if (depth == 1) {
      return json(JSON.createObjectNode().put("kind", "storage#bucket").put("name", bucket));
    }
    if (depth == 2) {
      return json(new GcsListing(JSON, query).of(objects));
    }
    GcsObject object = objects.get(name);
    String generation = query.get("generation");
    if (object == null
        || (generation != null && Long.parseLong(generation) != object.generation())) {
      return error(404, "notFound", "No such object: " + bucket + "/" + name);
    }
    String wanted = query.get("ifGenerationMatch");
    if (wanted != null && Long.parseLong(wanted) != object.generation()) {
      return error(
          412, "conditionNotMet", "At least one of the pre-conditions you specified did not hold.");
    }
    return "media".equals(query.get("alt"))
        ? content(object, exchange.getRequestHeaders().getFirst("Range"))
        : json(object.toJson(JSON));
  }

  private static Answer content(GcsObject object, String range) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    headers.put("X-Goog-Generation", String.valueOf(object.generation()));
    headers.put("X-Goog-Stored-Content-Encoding", "identity");
    headers.put("X-Goog-Stored-Content-Length", String.valueOf(object.content().length));
    headers.put("X-Goog-Hash", "crc32c=" + object.crc32c() + ",md5=" + object.md5());
    if (range == null) {
      return new Answer(200, headers, object.content());
    }
    String[] ends = range.substring("bytes=".length()).split("-", 2);
    int size = object.content().length;
    int from = Integer.parseInt(ends[0]);
    if (from >= size) {
      return error(416, "requestedRangeNotSatisfiable", "Request range not satisfiable");
    }
    int to = ends[1].isEmpty() ? size : (int) Math.min(size, Long.parseLong(ends[1]) + 1);
    headers.put("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, size));
    return new Answer(206, headers, Arrays.copyOfRange(object.content(), from, to));
  }

  /** Answers a signed claim with the token (RFC 7523). */
  private Answer token(String form) throws IOException {
    String claim = parameters(form).getOrDefault("assertion", "");
    if (!key.signed(claim)) {
      return Answer.of(
          400,
          "application/json",
          "{\"error\":\"invalid_grant\",\"error_description\":\"Invalid JWT Signature.\"}");
    }
    return json(
        JSON.createObjectNode()
            .put("access_token", TOKEN)
            .put("expires_in", 3599)
            .put("token_type", "Bearer"));
  }

  private static Answer json(Object node) {
    return Answer.of(200, "application/json; charset=UTF-8", node.toString());
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      int at = pair.indexOf('=');
      if (at > 0) {
        parameters.put(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.close();
  }
}
