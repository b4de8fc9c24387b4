package io.thunderhead.contract;

import io.thunderhead.mini.MiniCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the tests a TiDB server: the one of {@code -Dthunderhead.contract.tidb=host:port}, where
 * {@code root} has no password, or that of an embedded cluster that lives as long as the suite.
 * Nothing but the SQL address leaves here. Each test class gets a database of its own.
 */
final class ContractTidb implements ParameterResolver {
  private static final String TIDB_PROPERTY = "thunderhead.contract.tidb";
  private static final ExtensionContext.Namespace SUITE =
      ExtensionContext.Namespace.create(ContractTidb.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SqlDoor.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var store = context.getRoot().getStore(SUITE);
    var suite = store.getOrComputeIfAbsent(Suite.class, key -> Suite.start(), Suite.class);
    return store.getOrComputeIfAbsent(
        context.getRequiredTestClass(), key -> SqlDoor.open(suite.address()), SqlDoor.class);
  }

  private record Suite(AutoCloseable cluster, String address) implements AutoCloseable {
    static Suite start() {
      String address = System.getProperty(TIDB_PROPERTY, "");
      if (!address.isEmpty()) {
        return new Suite(() -> {}, address);
      }
      MiniCluster cluster = MiniCluster.builder().stores(1).replicas(1).start();
      return new Suite(cluster, cluster.tidbAddress());
    }

    @Override
    public void close() throws Exception {
      cluster.close();
    }
  }
}
