package io.thunderhead.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Notes how the tests of a class ended on the Spark at hand, as a row of a table: Spark, Scala,
 * Java, SHA-256 of the connector's jar and of the command's, tests, result.
 */
final class SparkRecord implements TestWatcher, AfterAllCallback {
  private int passed;
  private int failed;

  @Override
  public void testSuccessful(ExtensionContext test) {
    passed++;
  }

  @Override
  public void testFailed(ExtensionContext test, Throwable cause) {
    failed++;
  }

  @Override
  public void testAborted(ExtensionContext test, Throwable cause) {
    failed++;
  }

  @Override
  public void afterAll(ExtensionContext all) throws IOException, NoSuchAlgorithmException {
    String spark = System.getProperty("it.spark.version");
    String scala = System.getProperty("it.scala.version");
    String row =
        "| %s | %s | %s | `%s` | `%s` | %d | %s |%n"
            .formatted(
                spark,
                scala,
                Runtime.version().feature(),
                sha256(Jvm.shipped("connector.jar")),
                sha256(Jvm.shipped("jobs.jar")),
                passed + failed,
                result());
    Path rows = Files.createDirectories(Path.of("target", "sparks").toAbsolutePath());
    String name = System.getProperty("it.row", spark + "-" + scala + ".row");
    Files.writeString(rows.resolve(name), row);
  }

  private String result() {
    if (passed == 0 && failed == 0) {
      return "none ran";
    }
    return failed == 0 ? "passed" : failed + " failed";
  }

  private static String sha256(Path file) throws IOException, NoSuchAlgorithmException {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    return HexFormat.of().formatHex(digest);
  }
}
