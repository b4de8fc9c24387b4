package io.thunderhead.tikv;

import org.tikv.shade.io.grpc.StatusRuntimeException;

/** Tells answers of the import service that a later try may change from those it cannot. */
public final class ImportRefusal {
  private ImportRefusal() {}

  /**
   * Tells whether a status is a refusal for good (import-protocol 2.12). INTERNAL and CANCELLED are
   * none: gRPC gives them to streams that the network broke.
   */
  public static boolean isFinal(StatusRuntimeException e) {
    return switch (e.getStatus().getCode()) {
      case INVALID_ARGUMENT, FAILED_PRECONDITION, UNIMPLEMENTED, UNAUTHENTICATED -> true;
      default -> false;
    };
  }

  /** Tells whether a text names the errors of keys in the form of another API version. */
  public static boolean isOtherKeyForm(String text) {
    return text.contains("IncompatibleApiVersion") || text.contains("InvalidKeyMode");
  }
}
