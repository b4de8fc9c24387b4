package io.thunderhead.rpc;

import org.tikv.shade.io.grpc.StatusRuntimeException;

/** Words for calls that ended with a gRPC status. */
public final class Failures {
  private Failures() {}

  /**
   * Returns status code, description and the deepest cause in one line: {@code "UNAVAILABLE io
   * exception: NotAfter: Sat Nov 21 …"}.
   */
  public static String describe(StatusRuntimeException e) {
    StringBuilder text = new StringBuilder(e.getStatus().getCode().name());
    String description = e.getStatus().getDescription();
    if (description != null) {
      text.append(' ').append(firstLine(description));
    }
    Throwable deepest = e.getCause();
    for (int depth = 0; deepest != null && deepest.getCause() != null && depth < 16; depth++) {
      deepest = deepest.getCause();
    }
    if (deepest != null) {
      String cause = firstLine(String.valueOf(deepest.getMessage()));
      if (description == null || !description.contains(cause)) {
        text.append(": ").append(cause);
      }
    }
    return text.toString();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
