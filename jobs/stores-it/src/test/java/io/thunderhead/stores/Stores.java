package io.thunderhead.stores;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests an {@link S3Store} or a {@link GcsStore}, one for all tests of the run. */
final class Stores implements ParameterResolver, AfterEachCallback {
  private static final Namespace OWN = Namespace.create(Stores.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == S3Store.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return s3(context);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    s3(context).server().clearRules();
  }

  private static S3Store s3(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OWN)
        .getOrComputeIfAbsent(S3Store.class, type -> startS3(), S3Store.class);
  }

  private static S3Store startS3() {
    try {
      return new S3Store(Files.createTempDirectory(Path.of("target"), "s3").toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
