package io.thunderhead.sql;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The SQL ports of a cluster and who asks there; goes to the executors. Its text never holds the
 * password.
 *
 * @param addresses {@code host:port} of TiDB servers
 */
public record SqlServers(List<String> addresses, String user, String password)
    implements Serializable {
  private static final String DRIVER = "com.mysql.cj.jdbc.Driver";
  private static final int CONNECT_MILLIS = 5_000;

  /** Takes a copy of the addresses. */
  public SqlServers {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no address of a TiDB server (expected: at least one)");
    }
  }

  /** Tells whether the JDBC driver is on the class path. */
  static boolean hasDriver() {
    try {
      return Driver.class.isAssignableFrom(Class.forName(DRIVER, false, classLoader()));
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static ClassLoader classLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? SqlServers.class.getClassLoader() : context;
  }

  /**
   * Finds the JDBC driver.
   *
   * @throws LoadException INVALID_OPTION when it is not on the class path
   */
  static Driver driver() {
    try {
      return Class.forName(DRIVER, true, classLoader())
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "a connection by SQL needs MySQL's JDBC driver, and %s is not on the class path. Add --packages com.mysql:mysql-connector-j:9.7.0 to spark-submit."
              .formatted(DRIVER),
          e);
    }
  }

  /**
   * Connects to one of the servers.
   *
   * @param address of it
   * @param more properties of the driver, before which ours go
   * @throws LoadException INVALID_OPTION when the driver is not on the class path
   */
  public Connection open(String address, Map<String, String> more) throws SQLException {
    Properties properties = new Properties();
    properties.putAll(more);
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_MILLIS));
    // A port that speaks something else waits for us as we wait for its greeting.
    properties.setProperty("socketTimeout", String.valueOf(CONNECT_MILLIS));
    properties.setProperty("sslMode", "PREFERRED");
    properties.setProperty("connectionTimeZone", "UTC");
    properties.setProperty("useServerPrepStmts", "false");
    return driver().connect("jdbc:mysql://" + address + "/", properties);
  }

  @Override
  public String toString() {
    return user + "@" + String.join(",", addresses);
  }
}
