package io.thunderhead.stores;

import com.amazonaws.ClientConfiguration;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** An S3 server whose calls are counted and can be made to fail. */
final class S3Store implements AutoCloseable {
  static final String ACCESS_KEY = "AKIAIOSFODNN7STORES";
  static final String SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYSTORESKEY1";

  private static final Set<String> OF_ONE_HOP =
      Set.of("connection", "content-length", "expect", "transfer-encoding", "upgrade");

  private final S3Process process;
  private final StoreServer front;
  private final AmazonS3 client;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final AtomicInteger buckets = new AtomicInteger();

  S3Store(Path folder) throws IOException {
    process = new S3Process(folder, ACCESS_KEY, SECRET_KEY);
    front = new StoreServer(this::forward);
    client =
        AmazonS3ClientBuilder.standard()
            .withCredentials(
                new AWSStaticCredentialsProvider(new BasicAWSCredentials(ACCESS_KEY, SECRET_KEY)))
            .withEndpointConfiguration(
                new EndpointConfiguration("http://127.0.0.1:" + process.port(), "us-east-1"))
            .withPathStyleAccessEnabled(true)
            .withClientConfiguration(new ClientConfiguration())
            .build();
  }

  /** Makes a bucket of its own for a test: connectors keep one client for each bucket name. */
  String newBucket() {
    String name = "bucket-" + buckets.incrementAndGet();
    client.createBucket(name);
    return name;
  }

  void put(String bucket, String key, byte[] content) {
    ObjectMetadata metadata = new ObjectMetadata();
    metadata.setContentLength(content.length);
    client.putObject(bucket, key, new ByteArrayInputStream(content), metadata);
  }

  void delete(String bucket, String key) {
    client.deleteObject(bucket, key);
  }

  /** Returns the folder whose files are the objects of a bucket. */
  Path folder(String bucket) {
    return process.bucket(bucket);
  }

  StoreServer server() {
    return front;
  }

  /** Returns the settings of a user who reads from here. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("fs.s3a.endpoint", front.endpoint());
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", ACCESS_KEY);
    settings.put("fs.s3a.secret.key", SECRET_KEY);
    return settings;
  }

  /** Returns an error as S3 words it. */
  static Answer error(int status, String code, String message) {
    return Answer.of(
        status,
        "application/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message><RequestId>4442587FB7D0A2F9</RequestId></Error>"
            .formatted(code, message));
  }

  /** The signature covers the host, so that goes on as it came. */
  private Answer forward(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    URI to = URI.create("http://127.0.0.1:" + process.port() + exchange.getRequestURI());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to)
            .method(
                exchange.getRequestMethod(),
                body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    exchange.getRequestHeaders().forEach((name, values) -> copy(name, values, request::header));
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    Map<String, String> headers = new LinkedHashMap<>();
    boolean head = exchange.getRequestMethod().equals("HEAD");
    response
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (head && name.equalsIgnoreCase("content-length")) {
                headers.put("Content-Length", values.get(0));
              }
              copy(name, values, headers::put);
            });
    return new Answer(response.statusCode(), headers, response.body());
  }

  private interface HeaderSink {
    void put(String name, String value);
  }

  private static void copy(String name, List<String> values, HeaderSink sink) {
    if (!OF_ONE_HOP.contains(name.toLowerCase(Locale.ROOT))) {
      values.forEach(value -> sink.put(name, value));
    }
  }

  @Override
  public void close() {
    client.shutdown();
    front.close();
    process.close();
  }
}
