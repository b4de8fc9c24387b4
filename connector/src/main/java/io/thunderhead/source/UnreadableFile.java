package io.thunderhead.source;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.FileNotFoundException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Says in one line why a file of any Hadoop file system cannot be read and what helps.
 *
 * <p>Connectors word one failure in many ways, wrap it several times and are not on the classpath
 * of this library, so it is told by the kinds of the JDK and by the codes of the stores' protocols.
 */
public final class UnreadableFile {
  private static final int MOST_CHARS = 300;

  /** A scheme, then a name, a colon and a secret before an {@code @}; a port is no secret. */
  private static final Pattern LOGIN = Pattern.compile("://([^/@:\\s]*):(?!\\d+(?:/|$))[^@\\s]*@");

  private static final Pattern GONE =
      Pattern.compile(
          "NoSuchKey|Item not found|Change reported by S3|conditionNotMet|RemoteFileChanged");
  private static final Pattern NO_BUCKET =
      Pattern.compile("NoSuchBucket|bucket does not exist", Pattern.CASE_INSENSITIVE);
  private static final Pattern EXPIRED =
      Pattern.compile("ExpiredToken|TokenRefreshRequired|token has expired|RequestExpired");
  private static final Pattern DENIED =
      Pattern.compile(
          "AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|Invalid Credentials|invalid_grant|NoAuthWithAWS|No AWS Credentials|Permission denied|\\b40[13] (?:Unauthorized|Forbidden)|Status Code: 40[13]\\b");
  private static final Pattern BUSY =
      Pattern.compile("SlowDown|TooManyRequests|rateLimitExceeded|\\b(?:429|503)\\b");
  private static final Pattern NO_CONNECTOR =
      Pattern.compile("No FileSystem for scheme|Class \\S+ not found|ClassNotFoundException");
  private static final Set<Class<? extends Exception>> NETWORK =
      Set.of(
          ConnectException.class,
          UnknownHostException.class,
          NoRouteToHostException.class,
          SocketTimeoutException.class);

  private UnreadableFile() {}

  /**
   * Returns the error of a file or folder that cannot be listed or opened.
   *
   * @return SOURCE_UNREADABLE
   */
  public static LoadException toOpen(String path, Exception failure) {
    return told(ErrorCode.SOURCE_UNREADABLE, "cannot be read", path, failure, remedy(failure));
  }

  /**
   * Returns the error of a listed file that cannot be read.
   *
   * @return SOURCE_CHANGED when it is gone or another by now, else SOURCE_UNREADABLE; a message
   *     that names the file by itself is left as it is
   */
  public static LoadException toRead(String path, Exception failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure.getCause() == null && message.startsWith(path + ":")) {
      return new LoadException(ErrorCode.SOURCE_UNREADABLE, message, failure);
    }
    if (isGone(failure)) {
      return told(
          ErrorCode.SOURCE_CHANGED,
          "changed or vanished since it was listed",
          path,
          failure,
          "Keep the files as they are until the load ends, and run it again.");
    }
    return toOpen(path, failure);
  }

  /**
   * Refuses a path that carries a password, which would come up in logs and reports.
   *
   * @throws LoadException INVALID_OPTION
   */
  public static void checkNoLogin(String path) {
    if (LOGIN.matcher(path).find()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "%s: credentials in a path show up in logs. Leave them out of it and give them to the file system: fs.s3a.access.key and fs.s3a.secret.key, the environment, or a role."
              .formatted(withoutLogin(path)));
    }
  }

  private static String withoutLogin(String text) {
    return LOGIN.matcher(text).replaceAll("://***@");
  }

  private static LoadException told(
      ErrorCode code, String what, String path, Exception failure, String remedy) {
    return new LoadException(
        code,
        withoutLogin("%s %s (%s). %s".formatted(path, what, reason(failure), remedy)),
        failure);
  }

  private static boolean isGone(Exception failure) {
    return chain(failure).stream().anyMatch(FileNotFoundException.class::isInstance)
        || GONE.matcher(words(failure)).find();
  }

  private static String remedy(Exception failure) {
    String words = words(failure);
    if (EXPIRED.matcher(words).find()) {
      return "The credentials have expired: get new ones that last as long as the load, or name a provider that renews them.";
    } else if (NO_BUCKET.matcher(words).find()) {
      return "Check the bucket's name and the endpoint.";
    } else if (chain(failure).stream().anyMatch(AccessDeniedException.class::isInstance)
        || DENIED.matcher(words).find()) {
      return "Check the credentials, and that they may list and read this path.";
    } else if (NO_CONNECTOR.matcher(words).find()) {
      return "Put the file system's connector on Spark's classpath: hadoop-aws of Spark's Hadoop for s3a://, gcs-connector for gs://.";
    } else if (chain(failure).stream().anyMatch(UnreadableFile::isNetwork)) {
      return "Check the endpoint (fs.s3a.endpoint, fs.gs.storage.root.url) and that this machine reaches it.";
    } else if (BUSY.matcher(words).find()) {
      return "The store asks for fewer requests: run the load again with fewer tasks at a time.";
    }
    return "Check the path, its file system and the credentials.";
  }

  private static boolean isNetwork(Throwable failure) {
    return NETWORK.stream().anyMatch(kind -> kind.isInstance(failure));
  }

  /** The words nearest to the cause, in one line: those of a refused connection name its host. */
  private static String reason(Exception failure) {
    String reason = failure.toString();
    for (Throwable each : chain(failure)) {
      if (each.getMessage() != null && !each.getMessage().isBlank()) {
        reason = String.join(" ", each.getMessage().lines().map(String::strip).toList());
      }
      if (isNetwork(each)) {
        break;
      }
    }
    return reason.length() <= MOST_CHARS ? reason : reason.substring(0, MOST_CHARS) + "...";
  }

  private static String words(Exception failure) {
    StringBuilder words = new StringBuilder();
    chain(failure).forEach(each -> words.append(each).append('\n'));
    return words.toString();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable each = failure; each != null && !chain.contains(each); each = each.getCause()) {
      chain.add(each);
    }
    return chain;
  }
}
