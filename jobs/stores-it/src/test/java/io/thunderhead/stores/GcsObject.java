package io.thunderhead.stores;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.zip.CRC32C;

/** One state of an object. */
record GcsObject(String bucket, String name, long generation, Instant updated, byte[] content) {
  /** Returns what a listing and a request for metadata tell. */
  ObjectNode toJson(ObjectMapper json) {
    return json.createObjectNode()
        .put("kind", "storage#object")
        .put("id", bucket + "/" + name + "/" + generation)
        .put("name", name)
        .put("bucket", bucket)
        .put("generation", String.valueOf(generation))
        .put("metageneration", "1")
        .put("contentType", "application/octet-stream")
        .put("storageClass", "STANDARD")
        .put("size", String.valueOf(content.length))
        .put("md5Hash", md5())
        .put("crc32c", crc32c())
        .put("etag", "CJ" + generation)
        .put("timeCreated", updated.toString())
        .put("updated", updated.toString());
  }

  String md5() {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  String crc32c() {
    CRC32C crc = new CRC32C();
    crc.update(content);
    int value = (int) crc.getValue();
    byte[] bytes = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    return Base64.getEncoder().encodeToString(bytes);
  }
}
