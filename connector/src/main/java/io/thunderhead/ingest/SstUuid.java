package io.thunderhead.ingest;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.tikv.shade.com.google.protobuf.ByteString;

/** Identities of SSTs, sixteen bytes: no two contents may share one (import-protocol 10, 9). */
final class SstUuid {
  private static final int BYTES = 16;

  private SstUuid() {}

  static ByteString random() {
    UUID uuid = UUID.randomUUID();
    return ByteString.copyFrom(
        ByteBuffer.allocate(BYTES)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .flip());
  }
}
