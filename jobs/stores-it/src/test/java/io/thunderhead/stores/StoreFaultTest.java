package io.thunderhead.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.MiniCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A store that fails: one line that names file, cause and remedy, an empty table, no secret. */
@ExtendWith(Stores.class)
class StoreFaultTest {
  private static final Path LOG = Path.of("target/stores.log");
  private static final int USER = 2;

  private static MiniCluster cluster;

  private CommandRun run;

  @BeforeAll
  static void startCluster() throws IOException {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
    cluster.execute(Table.ddl());
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  /** Of what a load says, and of the whole log of all loads so far. */
  @AfterEach
  void noSecretIsTold(GcsStore gcs) throws IOException {
    String said = run.out() + run.err() + Files.readString(LOG);
    assertThat(said)
        .doesNotContain(S3Store.SECRET_KEY)
        .doesNotContain(S3Store.SECRET_KEY.replace("/", "%2F").replace("+", "%2B"))
        .doesNotContain(GcsStore.TOKEN)
        .doesNotContain(gcs.privateKey().lines().toList().get(1));
  }

  @Test
  void tellsAFileOfS3ThatVanishes(S3Store s3) throws IOException {
    String bucket = twoFiles(s3);
    s3.server().add(Rule.before(1, get("/b.csv"), () -> s3.delete(bucket, "in/b.csv")));
    load(s3.settings(), "s3a://" + bucket + "/in");
    assertRefused("s3a://" + bucket + "/in/b.csv", "Keep the files");
  }

  @Test
  void tellsAFileOfS3ThatChanges(S3Store s3) throws IOException {
    String bucket = twoFiles(s3);
    byte[] longer = Table.csv();
    s3.server().add(Rule.before(2, get("/b.csv"), () -> s3.put(bucket, "in/b.csv", longer)));
    load(s3.settings(), "s3a://" + bucket + "/in");
    assertRefused("s3a://" + bucket + "/in/b.csv", "changed", "Keep the files");
  }

  @Test
  void tellsAFileOfGoogleThatVanishes(GcsStore gcs) throws IOException {
    String bucket = twoFiles(gcs);
    gcs.server().add(Rule.before(1, get("/b.csv"), () -> gcs.delete(bucket, "in/b.csv")));
    load(gcs.settings(), "gs://" + bucket + "/in");
    assertRefused("gs://" + bucket + "/in/b.csv", "Keep the files");
  }

  @Test
  void tellsAFileOfGoogleThatChanges(GcsStore gcs) throws IOException {
    String bucket = twoFiles(gcs);
    byte[] longer = Table.csv();
    gcs.server().add(Rule.before(2, get("/b.csv"), () -> gcs.put(bucket, "in/b.csv", longer)));
    load(gcs.settings(), "gs://" + bucket + "/in");
    assertRefused("gs://" + bucket + "/in/b.csv", "Keep the files");
  }

  @Test
  void tellsAGzipFileThatIsCutOff(S3Store s3) throws IOException {
    String bucket = s3.newBucket();
    byte[] whole = Table.gzip();
    s3.put(bucket, "in/a.csv.gz", Arrays.copyOf(whole, whole.length / 2));
    load(s3.settings(), "s3a://" + bucket + "/in/a.csv.gz");
    assertRefused(
        "s3a://" + bucket + "/in/a.csv.gz", "gzip data ends in the middle", "Copy it again");
  }

  @Test
  void tellsACredentialOfS3ThatExpiresInTheMiddle(S3Store s3) throws IOException {
    String bucket = twoFiles(s3);
    s3.server()
        .add(
            Rule.after(
                1,
                get("/b.csv"),
                S3Store.error(400, "ExpiredToken", "The provided token has expired.")));
    load(s3.settings(), "s3a://" + bucket + "/in");
    assertRefused("s3a://" + bucket + "/in/b.csv", "token has expired", "credentials");
  }

  @Test
  void tellsACredentialOfGoogleThatEndsInTheMiddle(GcsStore gcs) throws IOException {
    String bucket = twoFiles(gcs);
    gcs.server()
        .add(Rule.after(1, get("/b.csv"), GcsStore.error(401, "authError", "Invalid Credentials")));
    load(gcs.settings(), "gs://" + bucket + "/in");
    assertRefused("gs://" + bucket + "/in/b.csv", "401", "credentials");
  }

  @Test
  void tellsASecretOfS3ThatIsWrong(S3Store s3) throws IOException {
    String bucket = twoFiles(s3);
    load(with(s3.settings(), "fs.s3a.secret.key", "wrong"), "s3a://" + bucket + "/in");
    assertRefused("s3a://" + bucket + "/in", "credentials");
  }

  @Test
  void tellsAPermissionThatIsMissing(S3Store s3) throws IOException {
    String bucket = twoFiles(s3);
    s3.server()
        .add(Rule.always(get("/b.csv"), S3Store.error(403, "AccessDenied", "Access Denied")));
    load(s3.settings(), "s3a://" + bucket + "/in");
    assertRefused("s3a://" + bucket + "/in/b.csv", "credentials");
  }

  @Test
  void tellsABucketThatIsNotThere(S3Store s3) throws IOException {
    load(s3.settings(), "s3a://no-such-bucket/in");
    assertRefused("s3a://no-such-bucket/in", "bucket does not exist", "the bucket's name");
  }

  @Test
  void tellsAnEndpointThatDoesNotAnswer(S3Store s3) throws IOException {
    String bucket = s3.newBucket();
    Map<String, String> settings =
        with(s3.settings(), "fs.s3a.endpoint", "http://127.0.0.1:" + closedPort());
    settings.put("fs.s3a.attempts.maximum", "1");
    settings.put("fs.s3a.retry.limit", "1");
    load(settings, "s3a://" + bucket + "/in");
    assertRefused("s3a://" + bucket + "/in", "Connection refused", "endpoint");
  }

  @Test
  void neverRepeatsCredentialsOfAPath(S3Store s3) throws IOException {
    String secret = S3Store.SECRET_KEY.replace("/", "%2F").replace("+", "%2B");
    load(s3.settings(), "s3a://" + S3Store.ACCESS_KEY + ":" + secret + "@bucket/in");
    assertRefused("s3a://***@bucket/in", "fs.s3a.secret.key");
  }

  @Test
  void waitsWhenS3AsksToSlowDown(S3Store s3) throws IOException {
    String bucket = twoFiles(s3);
    Answer slowDown = S3Store.error(503, "SlowDown", "Please reduce your request rate.");
    s3.server().add(Rule.first(3, call -> call.path().startsWith("/" + bucket), slowDown));
    s3.server().add(Rule.first(3, get("/b.csv"), slowDown));
    cluster.execute("CREATE DATABASE slow; USE slow;\n" + ddlOfTable());
    load("slow.planes", s3.settings(), "s3a://" + bucket + "/in");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("3,322 read = 3,322 loaded", "sent = stored");
  }

  @Test
  void waitsWhenGoogleAsksToSlowDown(GcsStore gcs) throws IOException {
    String bucket = twoFiles(gcs);
    gcs.server()
        .add(Rule.first(2, get("/b.csv"), GcsStore.error(503, "backendError", "Backend Error")));
    cluster.execute("CREATE DATABASE slow2; USE slow2;\n" + ddlOfTable());
    load("slow2.planes", gcs.settings(), "gs://" + bucket + "/in");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("3,322 read = 3,322 loaded", "sent = stored");
  }

  private static String ddlOfTable() throws IOException {
    return Table.ddl().substring(Table.ddl().indexOf('\n') + 1);
  }

  private static String twoFiles(S3Store s3) throws IOException {
    String bucket = s3.newBucket();
    byte[][] parts = Table.csvParts(2);
    s3.put(bucket, "in/a.csv", parts[0]);
    s3.put(bucket, "in/b.csv", parts[1]);
    return bucket;
  }

  private static String twoFiles(GcsStore gcs) throws IOException {
    String bucket = gcs.newBucket();
    byte[][] parts = Table.csvParts(2);
    gcs.put(bucket, "in/a.csv", parts[0]);
    gcs.put(bucket, "in/b.csv", parts[1]);
    return bucket;
  }

  /** Matches reads of an object's content; Google gives metadata at the same path. */
  private static Predicate<Call> get(String end) {
    return call ->
        call.method().equals("GET")
            && call.path().endsWith(end)
            && (!call.path().contains("/storage/v1/") || call.query().contains("alt=media"));
  }

  private static Map<String, String> with(Map<String, String> settings, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(settings);
    changed.put(name, value);
    return changed;
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void load(Map<String, String> settings, String path) {
    load(Table.NAME, settings, path);
  }

  private void load(String table, Map<String, String> settings, String path) {
    run =
        CommandRun.of(
            settings, "import", "--pd", cluster.pdAddress(), "--table", table, "--csv", path);
  }

  /** The user is told all this in one line, and the table has no row. */
  private void assertRefused(String... told) {
    assertThat(run.exitCode()).as(run.err()).isEqualTo(USER);
    assertThat(run.error()).contains(told);
    CommandRun read =
        CommandRun.of(
            Map.of(), "read", "--pd", cluster.pdAddress(), "--table", Table.NAME, "--limit", "1");
    assertThat(read.exitCode()).as(read.err()).isZero();
    assertThat(read.out().lines()).hasSize(1);
  }
}
