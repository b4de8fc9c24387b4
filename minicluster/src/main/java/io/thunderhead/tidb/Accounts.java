package io.thunderhead.tidb;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Users, their passwords and what they may do. It starts with {@code root}, who has no password and
 * may do all. Thread-safe.
 */
final class Accounts {
  /** What a user is granted with {@code ALL}, or at least one of. */
  static final String ALL = "ALL PRIVILEGES";

  private static final String ANYTHING = "*";

  private final Map<String, Account> accounts = new LinkedHashMap<>();

  private static final class Account {
    private final String password;
    private final Map<Scope, Set<String>> grants = new LinkedHashMap<>();

    private Account(String password) {
      this.password = password;
    }
  }

  /** Where a privilege holds; {@code *} is anywhere. */
  record Scope(String database, String table) {
    static final Scope GLOBAL = new Scope(ANYTHING, ANYTHING);

    private boolean covers(String inDatabase, String ofTable) {
      return (database.equals(ANYTHING) || database.equalsIgnoreCase(inDatabase))
          && (table.equals(ANYTHING) || table.equalsIgnoreCase(ofTable));
    }

    private String text() {
      return quoted(database) + "." + quoted(table);
    }

    private static String quoted(String name) {
      return name.equals(ANYTHING) ? name : "`" + name + "`";
    }
  }

  Accounts() {
    Account root = new Account("");
    root.grants.put(Scope.GLOBAL, Set.of(ALL));
    accounts.put("root", root);
  }

  /** Creates a user that may do nothing. */
  synchronized void create(String user, String password) {
    if (accounts.putIfAbsent(user, new Account(password)) != null) {
      throw new SqlError(
          SqlError.CANNOT_CREATE_USER, "Operation CREATE USER failed for '" + user + "'@'%'");
    }
  }

  synchronized void drop(String user) {
    if (accounts.remove(user) == null) {
      throw new SqlError(
          SqlError.CANNOT_CREATE_USER, "Operation DROP USER failed for '" + user + "'@'%'");
    }
  }

  synchronized void grant(String user, List<String> privileges, Scope scope) {
    Account account = accounts.get(user);
    if (account == null) {
      throw new SqlError(1410, "You are not allowed to create a user with GRANT");
    }
    account.grants.computeIfAbsent(scope, key -> new LinkedHashSet<>()).addAll(privileges);
  }

  /** Returns the statements of {@code SHOW GRANTS}. */
  synchronized List<String> grants(String user) {
    List<String> lines = new ArrayList<>();
    Account account = accounts.get(user);
    if (!account.grants.containsKey(Scope.GLOBAL)) {
      lines.add("GRANT USAGE ON *.* TO '" + user + "'@'%'");
    }
    account.grants.forEach(
        (scope, privileges) ->
            lines.add(
                "GRANT %s ON %s TO '%s'@'%%'%s"
                    .formatted(
                        String.join(",", privileges),
                        scope.text(),
                        user,
                        user.equals("root") ? " WITH GRANT OPTION" : "")));
    return lines;
  }

  /** Tells whether a user has a privilege; null for the database or table means on all. */
  synchronized boolean may(String user, String privilege, String database, String table) {
    Account account = accounts.get(user);
    return account != null
        && account.grants.entrySet().stream()
            .filter(each -> each.getKey().covers(database, table))
            .anyMatch(
                each ->
                    each.getValue().contains(ALL)
                        || each.getValue().contains(privilege.toUpperCase(Locale.ROOT)));
  }

  /** Checks a scramble of {@code mysql_native_password}. */
  synchronized boolean authenticates(String user, byte[] scramble, byte[] salt) {
    Account account = accounts.get(user);
    return account != null
        && MessageDigest.isEqual(scramble, nativePassword(account.password, salt));
  }

  /** {@code SHA1(password) XOR SHA1(salt, SHA1(SHA1(password)))}; nothing for no password. */
  private static byte[] nativePassword(String password, byte[] salt) {
    if (password.isEmpty()) {
      return new byte[0];
    }
    byte[] once = sha1(password.getBytes(StandardCharsets.UTF_8));
    byte[] mask = sha1(salt, sha1(once));
    for (int i = 0; i < once.length; i++) {
      once[i] ^= mask[i];
    }
    return once;
  }

  private static byte[] sha1(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
