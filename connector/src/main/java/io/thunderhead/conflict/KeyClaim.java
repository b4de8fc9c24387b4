package io.thunderhead.conflict;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;

/** A row's claim of a key: {@code raw key ‖ row BE64}. */
public final class KeyClaim {
  private KeyClaim() {}

  /** Makes a claim. */
  public static byte[] of(byte[] key, long row) {
    return ByteBuffer.allocate(key.length + Long.BYTES).put(key).putLong(row).array();
  }

  static long row(byte[] claim) {
    return ByteBuffer.wrap(claim).getLong(keyLength(claim));
  }

  static boolean sameKey(byte[] a, byte[] b) {
    return Arrays.equals(a, 0, keyLength(a), b, 0, keyLength(b));
  }

  /** Returns a hash of the key alone. */
  public static int keyHash(byte[] claim) {
    int hash = 1;
    for (int i = 0; i < keyLength(claim); i++) {
      hash = 31 * hash + claim[i];
    }
    return hash ^ (hash >>> 16);
  }

  private static int keyLength(byte[] claim) {
    return claim.length - Long.BYTES;
  }

  /** Orders claims by key, then by row. */
  public static final class Order implements Comparator<byte[]>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(byte[] a, byte[] b) {
      int keys = Arrays.compareUnsigned(a, 0, keyLength(a), b, 0, keyLength(b));
      return keys != 0 ? keys : Long.compare(row(a), row(b));
    }
  }
}
