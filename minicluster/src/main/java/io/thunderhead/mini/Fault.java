package io.thunderhead.mini;

import java.time.Duration;
import java.util.Objects;
import org.tikv.shade.io.grpc.Status;

/** What goes wrong with a call. */
public sealed interface Fault {
  /** The call is not handled and answered with a region error of the kind. */
  static Fault regionError(RegionErrorKind kind) {
    return new RegionError(kind, DEFAULT_BACKOFF);
  }

  /** The call is not handled and answered with ServerIsBusy that suggests when to come again. */
  static Fault busy(Duration suggested) {
    return new RegionError(RegionErrorKind.SERVER_IS_BUSY, suggested);
  }

  /**
   * The call is not handled and ends with a gRPC status.
   *
   * @param code name of a status code, such as {@code UNAVAILABLE}
   * @param text description of the status
   */
  static Fault status(String code, String text) {
    return new Ends(Status.Code.valueOf(code).toStatus().withDescription(text));
  }

  /**
   * The call is not handled and ends with status UNKNOWN, the form of TiKV's importer errors.
   *
   * @param debugText Rust's Debug form, such as {@code RequestTooNew("…")}
   */
  static Fault importError(String debugText) {
    return new Ends(Status.UNKNOWN.withDescription(debugText));
  }

  /** The call is handled after a pause. */
  static Fault delay(Duration pause) {
    return new Delay(pause);
  }

  /** The call is handled, and the connection is lost before its answer: status UNAVAILABLE. */
  static Fault dropResponse() {
    return new Drops(false);
  }

  /** The call is handled and its answer never comes; the client's deadline ends it. */
  static Fault noResponse() {
    return new Drops(true);
  }

  /** The call is not handled and answered with a response whose {@code error} has the text. */
  static Fault importResponse(String errorText) {
    return new Answers(errorText);
  }

  /** The call is not handled and answered with a response that says nothing. */
  static Fault emptyResponse() {
    return new Answers("");
  }

  /** What a busy store suggests unless told otherwise. */
  Duration DEFAULT_BACKOFF = Duration.ofMillis(10);

  /**
   * See {@link #regionError} and {@link #busy}.
   *
   * @param backoff {@code ServerIsBusy.backoff_ms}; other kinds have none
   */
  record RegionError(RegionErrorKind kind, Duration backoff) implements Fault {
    /** Checks that there is a kind. */
    public RegionError {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(backoff, "backoff");
    }
  }

  /** See {@link #status}. */
  record Ends(Status status) implements Fault {
    /** Checks that the status is none of success. */
    public Ends {
      if (status.isOk()) {
        throw new IllegalArgumentException("status: OK (expected: a failure)");
      }
    }
  }

  /**
   * See {@link #importResponse} and {@link #emptyResponse}.
   *
   * @param importError text of {@code import_sstpb.Error}; empty for none
   */
  record Answers(String importError) implements Fault {
    /** Checks that there is a text. */
    public Answers {
      Objects.requireNonNull(importError, "importError");
    }
  }

  /** See {@link #delay}. */
  record Delay(Duration pause) implements Fault {
    /** Checks that the pause is not negative. */
    public Delay {
      if (pause.isNegative()) {
        throw new IllegalArgumentException("pause: " + pause + " (expected: not negative)");
      }
    }
  }

  /** See {@link #dropResponse} and {@link #noResponse}. */
  record Drops(boolean silently) implements Fault {}
}
