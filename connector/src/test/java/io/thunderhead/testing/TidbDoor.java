package io.thunderhead.testing;

import io.thunderhead.mini.MiniCluster;
import io.thunderhead.sql.TidbClient;
import java.util.List;
import java.util.UUID;

/**
 * A cluster with TiDB and a database of the test's own: the real one of {@code
 * -Dthunderhead.contract.pd=host:port -Dthunderhead.contract.tidb=host:port}, where {@code root}
 * has no password, or an embedded one.
 */
public record TidbDoor(String pd, String address, String database, MiniCluster cluster)
    implements AutoCloseable {

  /** Opens the door and creates the database. */
  public static TidbDoor open() {
    String pd = System.getProperty("thunderhead.contract.pd", "");
    String tidb = System.getProperty("thunderhead.contract.tidb", "");
    String database = "load_" + UUID.randomUUID().toString().replace("-", "");
    TidbDoor door;
    if (pd.isEmpty() || tidb.isEmpty()) {
      MiniCluster cluster = MiniCluster.builder().stores(1).replicas(1).start();
      door = new TidbDoor(cluster.pdAddress(), cluster.tidbAddress(), database, cluster);
    } else {
      door = new TidbDoor(pd, tidb, database, null);
    }
    door.client().run("CREATE DATABASE " + database);
    return door;
  }

  /** Returns a client of user {@code root}. */
  public TidbClient client() {
    return new TidbClient(List.of(address), "root", "");
  }

  @Override
  public void close() {
    client().run("DROP DATABASE IF EXISTS " + database);
    if (cluster != null) {
      cluster.close();
    }
  }
}
