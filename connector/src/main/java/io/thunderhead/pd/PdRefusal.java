package io.thunderhead.pd;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.rpc.Failures;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/** Tells answers of a PD that is about to lead, or does not lead any more, from real refusals. */
final class PdRefusal {
  private PdRefusal() {}

  /** Tells whether another member, or the same one a little later, may serve the request. */
  static boolean isTransient(Status status) {
    return switch (status.getCode()) {
      case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, ABORTED, RESOURCE_EXHAUSTED, INTERNAL -> true;
      // A status with a cause is no answer: it was made here, of a connection that broke.
      case UNKNOWN ->
          status.getCause() != null || speaksOfLeader(String.valueOf(status.getDescription()));
      default -> false;
    };
  }

  /** Tells the same of an error in an answer: a new leader has not loaded the cluster yet. */
  static boolean isTransient(Pdpb.ResponseHeader header) {
    return isError(header)
        && (header.getError().getType() == Pdpb.ErrorType.NOT_BOOTSTRAPPED
            || speaksOfLeader(header.getError().getMessage()));
  }

  private static boolean speaksOfLeader(String text) {
    return text.contains("not leader")
        || text.contains("no leader")
        || text.contains("server not started")
        || text.contains("context canceled")
        || text.contains("context deadline exceeded");
  }

  static boolean isError(Pdpb.ResponseHeader header) {
    return header.hasError() && header.getError().getType() != Pdpb.ErrorType.OK;
  }

  /** Returns the text of an error as it is added to a sentence, empty when there is none. */
  static String text(Pdpb.ResponseHeader header) {
    return isError(header) ? ", " + header.getError().getMessage() : "";
  }

  static void reject(String step, Pdpb.ResponseHeader header) {
    if (isError(header)) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "PD refused to %s: %s (%s). Check PD's log."
              .formatted(step, header.getError().getMessage(), header.getError().getType()));
    }
  }

  static LoadException of(String step, String address, StatusRuntimeException e) {
    return new LoadException(
        ErrorCode.CLUSTER_PROTOCOL,
        "PD at %s refused to %s: %s. Check that the address is PD's and PD's log."
            .formatted(address, step, Failures.describe(e)),
        e);
  }
}
