package io.thunderhead.mini;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.tikv.kvproto.Metapb.Peer;
import org.tikv.kvproto.Metapb.RegionEpoch;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/** How PD and TiKV print messages, and the way between bytes and text. */
final class Texts {
  static final Charset UTF8 = StandardCharsets.UTF_8;

  private static final int UUID_BYTES = 16;

  private Texts() {}

  /** Prints an epoch as Rust's Debug form does: fields that are zero are left out. */
  static String epoch(RegionEpoch epoch) {
    StringBuilder text = new StringBuilder();
    field(text, "conf_ver", epoch.getConfVer());
    field(text, "version", epoch.getVersion());
    return text.toString();
  }

  /** Prints a peer likewise. */
  static String peer(Peer peer) {
    StringBuilder text = new StringBuilder();
    field(text, "id", peer.getId());
    field(text, "store_id", peer.getStoreId());
    if (peer.getRoleValue() != 0) {
      text.append(text.isEmpty() ? "" : " ").append("role: ").append(peer.getRole());
    }
    return text.toString();
  }

  /** Prints 16 bytes as a lower-case UUID with hyphens. */
  static String uuid(ByteString uuid) throws ImportError {
    if (uuid.size() != UUID_BYTES) {
      throw ImportError.badUuid(uuid.size());
    }
    java.nio.ByteBuffer in = uuid.asReadOnlyByteBuffer();
    return new UUID(in.getLong(), in.getLong()).toString();
  }

  /** Wraps bytes that nobody changes any more. */
  static ByteString bytes(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }

  static ByteString bytes(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static void field(StringBuilder text, String name, long value) {
    if (value != 0) {
      text.append(text.isEmpty() ? "" : " ");
      text.append(name).append(": ").append(Long.toUnsignedString(value));
    }
  }
}
