package io.thunderhead.source;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.unpack.Unpacking;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;

/** How the bytes of an input file are packed. */
public enum Compression {
  NONE("", "", 1),
  /** Deflate repeats 258 bytes by two bits. */
  GZIP("gz", "gzip", 1032),
  /** A block of 128 KiB has four bytes at least. */
  ZSTD("zst", "zstd", 32 << 10),
  /** A copy of 64 bytes takes three. */
  SNAPPY("snappy", "snappy", 22),
  /** A byte lengthens a copy by 255. */
  LZ4("lz4", "lz4", 255);

  /** What people pack files with that is not read here. */
  private static final Set<String> REFUSED =
      Set.of("xz", "lzo", "lzma", "bz2", "bzip2", "br", "z", "zip", "7z", "rar", "deflate");

  /** The name, and another; the same where there is one only. */
  private final String name;

  private final String longName;

  private final int mostUnpacked;

  Compression(String name, String longName, int mostUnpacked) {
    this.name = name;
    this.longName = longName;
    this.mostUnpacked = mostUnpacked;
  }

  /** Returns how many bytes can come of one stored byte at most. */
  public int mostUnpacked() {
    return mostUnpacked;
  }

  /**
   * Tells by a file's last name ending how it is packed, upper and lower case alike (kv-encoding
   * 8.5). A Parquet file packs inside, whatever its name has before {@code .parquet}.
   *
   * @throws LoadException UNSUPPORTED for a packing that is not read
   */
  public static Compression ofName(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (REFUSED.contains(ending)) {
      throw unsupported(path, ending);
    }
    Compression found = name.indexOf('.') < 0 ? null : find(ending);
    return found == null ? NONE : found;
  }

  /**
   * Finds a packing by the name that a user gives it; empty and {@code none} are none.
   *
   * @throws LoadException UNSUPPORTED for any other name
   */
  public static Compression named(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    Compression found = wanted.equals("none") ? NONE : find(wanted);
    if (found == null) {
      throw unsupported("compression", wanted);
    }
    return found;
  }

  /**
   * Returns the content of a stored file. The stream checks the sums of the format, reads several
   * members or frames as one, and throws an IOException that names file and byte when the stored
   * bytes are cut off or damaged.
   *
   * @param path for messages
   */
  public InputStream open(InputStream stored, String path) throws IOException {
    return switch (this) {
      case NONE -> stored;
      case GZIP -> Unpacking.gzip(stored, path);
      case ZSTD -> Unpacking.zstd(stored, path);
      case SNAPPY -> Unpacking.snappy(stored, path);
      case LZ4 -> Unpacking.lz4(stored, path);
    };
  }

  private static Compression find(String name) {
    for (Compression each : values()) {
      if (each.name.equals(name) || each.longName.equals(name)) {
        return each;
      }
    }
    return null;
  }

  private static LoadException unsupported(String what, String name) {
    return new LoadException(
        ErrorCode.UNSUPPORTED,
        "%s: files packed as %s are not read; unpack it, or pack it as gzip, zstd, snappy or lz4"
            .formatted(what, name));
  }
}
