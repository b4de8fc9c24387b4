package io.thunderhead.mini;

import java.nio.file.Path;

/**
 * A refusal of TiKV's SST importer. It reaches the client as gRPC status UNKNOWN whose text is the
 * Debug form of the error, so the message here is that text (import-protocol 3.3).
 */
final class ImportError extends Exception {
  private ImportError(String debugText) {
    super(debugText);
  }

  /** A message of a stream is not the one that has to come, or a name is taken. */
  static ImportError invalidChunk() {
    return new ImportError("InvalidChunk");
  }

  static ImportError requestTooNew(String message) {
    return new ImportError("RequestTooNew(" + quote(message) + ")");
  }

  static ImportError requestTooOld(String message) {
    return new ImportError("RequestTooOld(" + quote(message) + ")");
  }

  static ImportError badFormat(String message) {
    return new ImportError("BadFormat(" + quote(message) + ")");
  }

  static ImportError fileExists(Path path, String step) {
    return new ImportError("FileExists(" + quote(path.toString()) + ", " + quote(step) + ")");
  }

  static ImportError fileCorrupted(Path path, String reason) {
    return new ImportError("FileCorrupted(" + quote(path.toString()) + ", " + quote(reason) + ")");
  }

  static ImportError diskSpaceNotEnough() {
    return new ImportError("DiskSpaceNotEnough");
  }

  static ImportError incompatibleApiVersion() {
    return new ImportError("IncompatibleApiVersion");
  }

  static ImportError invalidKeyMode(byte[] rawKey) {
    return new ImportError(
        "InvalidKeyMode { mode: Write, storage_api_version: V2, key: "
            + quote(Keys.upperHex(rawKey))
            + " }");
  }

  static ImportError badUuid(int length) {
    return new ImportError("Uuid(Error(ByteLength { len: " + length + " }))");
  }

  static ImportError invalidInput(String message) {
    return new ImportError("Io(Custom { kind: InvalidInput, error: " + quote(message) + " })");
  }

  static ImportError io(java.io.IOException failure) {
    return new ImportError(
        "Io(Custom { kind: Other, error: " + quote(String.valueOf(failure.getMessage())) + " })");
  }

  /** What RocksDB said, in the shape TiKV wraps it. */
  static ImportError engine(String state) {
    return new ImportError(
        "EngineTraits(Engine(Status { code: IoError, sub_code: None, sev: NoError, state: "
            + quote(state)
            + " }))");
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
