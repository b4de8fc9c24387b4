package io.thunderhead.contract;

import io.thunderhead.mini.MiniCluster;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives the tests a cluster: the one of {@code -Dthunderhead.contract.pd=host:port}, or an embedded
 * one of three stores that lives as long as the suite. Nothing but the PD address leaves here.
 *
 * <p>A real one has at least three TiKV stores, three replicas and API V1. The tests write under
 * table ids above 2^40, split regions there, and take back whatever else they set.
 */
final class ContractCluster implements ParameterResolver {
  private static final String PD_PROPERTY = "thunderhead.contract.pd";
  private static final ExtensionContext.Namespace SUITE =
      ExtensionContext.Namespace.create(ContractCluster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == Wire.class || type == WireTable.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    var store = context.getRoot().getStore(SUITE);
    var suite = store.getOrComputeIfAbsent(Suite.class, key -> Suite.start(), Suite.class);
    if (parameter.getParameter().getType() == Wire.class) {
      return suite.wire();
    }
    return store.getOrComputeIfAbsent(
        context.getRequiredTestClass(), key -> WireTable.create(suite.wire()), WireTable.class);
  }

  private record Suite(AutoCloseable cluster, Wire wire) implements AutoCloseable {
    static Suite start() {
      String address = System.getProperty(PD_PROPERTY, "");
      if (!address.isEmpty()) {
        return new Suite(() -> {}, new Wire(address));
      }
      MiniCluster cluster = MiniCluster.builder().stores(3).replicas(3).pdMembers(3).start();
      return new Suite(cluster, new Wire(cluster.pdAddress()));
    }

    @Override
    public void close() throws Exception {
      wire.close();
      cluster.close();
    }
  }
}
