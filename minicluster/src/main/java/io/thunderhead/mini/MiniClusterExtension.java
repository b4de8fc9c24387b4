package io.thunderhead.mini;

import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives JUnit 5 tests a running {@link MiniCluster}, as a parameter or by {@link #cluster}.
 *
 * <p>Registered in a static field, or with {@code @ExtendWith}, one cluster lives as long as the
 * test class; registered in an instance field, each test has its own.
 */
public final class MiniClusterExtension
    implements BeforeAllCallback,
        AfterAllCallback,
        BeforeEachCallback,
        AfterEachCallback,
        ParameterResolver {
  private final Consumer<MiniClusterBuilder> settings;
  private MiniCluster cluster;
  private boolean perClass;

  /** Makes an extension with three stores and three replicas. */
  public MiniClusterExtension() {
    this(builder -> {});
  }

  /** Makes an extension that changes settings before the cluster starts. */
  public MiniClusterExtension(Consumer<MiniClusterBuilder> settings) {
    this.settings = settings;
  }

  /** Returns the cluster of the test that runs. */
  public MiniCluster cluster() {
    if (cluster == null) {
      throw new IllegalStateException("mini cluster: not started (expected: inside of a test)");
    }
    return cluster;
  }

  private void start() {
    MiniClusterBuilder builder = MiniCluster.builder();
    settings.accept(builder);
    cluster = builder.start();
  }

  private void stop() {
    MiniCluster stopped = cluster;
    cluster = null;
    if (stopped != null) {
      stopped.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (cluster == null) {
      perClass = true;
      start();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    stop();
    perClass = false;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    if (cluster == null) {
      start();
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (!perClass) {
      stop();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == MiniCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster();
  }
}
