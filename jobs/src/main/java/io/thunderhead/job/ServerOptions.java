package io.thunderhead.job;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.sql.SqlServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options that lead to a live MySQL server. */
final class ServerOptions {
  private static final String VARIABLE = "THUNDERHEAD_MYSQL_PASSWORD";

  @Option(
      names = "--mysql",
      paramLabel = "HOST:PORT",
      description = "Live server of MySQL's protocol to compare with, instead of files.")
  private String address;

  @Option(
      names = "--mysql-table",
      paramLabel = "DB.TABLE",
      description = "The table there; default: that of --table.")
  private String table;

  @Option(names = "--mysql-user", defaultValue = "root", description = "Default ${DEFAULT-VALUE}.")
  private String user;

  @Option(
      names = "--mysql-password",
      description = "Better in the environment as " + VARIABLE + ", or in a file.")
  private String password;

  @Option(
      names = "--mysql-password-file",
      paramLabel = "FILE",
      description = "A file whose first line is the password.")
  private Path passwordFile;

  boolean wanted() {
    return address != null;
  }

  /** Returns the table's name there as it was given; null when it is that of the target. */
  String table() {
    return table;
  }

  String address() {
    return address;
  }

  String user() {
    return user;
  }

  SqlServers servers() {
    return new SqlServers(List.of(address), user, secret());
  }

  private String secret() {
    if (password != null) {
      return password;
    } else if (passwordFile == null) {
      return System.getenv().getOrDefault(VARIABLE, "");
    }
    try (Stream<String> lines = Files.lines(passwordFile)) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option mysql-password-file: %s cannot be read. Check the path.".formatted(passwordFile),
          e);
    }
  }
}
