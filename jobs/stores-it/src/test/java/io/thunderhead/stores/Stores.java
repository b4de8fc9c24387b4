package io.thunderhead.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests an {@link S3Store} and a {@link GcsStore}, each one for all tests of the run. */
final class Stores implements ParameterResolver, AfterEachCallback {
  private static final Namespace OWN = Namespace.create(Stores.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == S3Store.class || type == GcsStore.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return store(context).getOrComputeIfAbsent(type, Stores::start, AutoCloseable.class);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    S3Store s3 = store(context).get(S3Store.class, S3Store.class);
    if (s3 != null) {
      s3.server().clearRules();
    }
    GcsStore gcs = store(context).get(GcsStore.class, GcsStore.class);
    if (gcs != null) {
      gcs.server().clearRules();
    }
  }

  private static Store store(ExtensionContext context) {
    return context.getRoot().getStore(OWN);
  }

  /** Starts a server, which JUnit closes at the end of the run. */
  private static AutoCloseable start(Class<?> type) {
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "store").toAbsolutePath();
      return type == S3Store.class ? new S3Store(folder) : new GcsStore(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
