package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.TableName;
import io.thunderhead.sql.Grants;
import io.thunderhead.sql.TidbClient;
import java.util.List;

/** The user may do to the table what IMPORT INTO asks for (import-protocol 5.2). */
record Privileges(TableName name, String user, TidbClient tidb) implements Checker {
  private static final List<String> WANTED =
      List.of("SELECT", "UPDATE", "INSERT", "DELETE", "ALTER");

  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_PRIVILEGES;
  }

  @Override
  public CheckResult check() {
    if (tidb == null) {
      return CheckResult.skipped(id(), Sql.NO_TIDB);
    }
    List<String> missing = Grants.of(tidb).missing(name, WANTED);
    if (missing.isEmpty()) {
      return CheckResult.passed(
          id(), "user '%s' has %s".formatted(user, String.join(", ", WANTED)));
    }
    String lacked = String.join(", ", missing);
    return CheckResult.failed(
        id(),
        ErrorCode.ACCESS_DENIED,
        "user '%s' lacks %s on table %s.".formatted(user, lacked, name),
        "GRANT %s ON %s.%s TO '%s'; or make a role that has them the user's default."
            .formatted(
                lacked, TidbClient.quoted(name.database()), TidbClient.quoted(name.table()), user));
  }
}
