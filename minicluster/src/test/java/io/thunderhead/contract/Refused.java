package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.tikv.kvproto.Errorpb;
import org.tikv.shade.io.grpc.Status;
import org.tikv.shade.io.grpc.StatusRuntimeException;

/** How the suite expects a request to be refused. */
final class Refused {
  private Refused() {}

  /**
   * Import streams fail as status UNKNOWN with the Debug text of TiKV's error (import-protocol
   * 3.3).
   */
  static void asUnknown(ThrowingCallable call, String text) {
    var failure = failure(call);
    assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
    assertThat(failure.getStatus().getDescription()).contains(text);
  }

  static StatusRuntimeException failure(ThrowingCallable call) {
    var failure = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(failure).as("gRPC failure").isNotNull();
    return failure;
  }

  /** Makes the attempt again until nothing but the wanted kind of region error disturbs it. */
  static Errorpb.Error with(Predicate<Errorpb.Error> kind, Supplier<Errorpb.Error> attempt) {
    return Wire.settled(
        () -> {
          Errorpb.Error error = attempt.get();
          if (!kind.test(error)) {
            RegionMoved.check(error);
            throw new AssertionError("another error than expected: [" + error + "]");
          }
          return error;
        });
  }
}
