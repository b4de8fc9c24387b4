package io.thunderhead.parquet;

import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;

/** Says of a file why it cannot be read, and what to do. */
final class FileErrors {
  private final String path;

  FileErrors(String path) {
    this.path = path;
  }

  /** Returns the error of a file whose footer cannot be read. */
  IOException ofFooter(Throwable cause) {
    if (cause instanceof FileNotFoundException) {
      return new IOException(
          path + " is not there: it was deleted or moved since it was listed", cause);
    }
    return new IOException(
        isEncrypted(cause)
            ? encrypted(path, cause)
            : "%s cannot be read as a Parquet file: %s. Check that it is one, and that it was written and copied to its end"
                .formatted(path, reason(cause)),
        cause);
  }

  /**
   * Returns the error of a row that cannot be read.
   *
   * @param row number in the file
   * @param group number of its row group, from 1
   * @param codec of the row group
   */
  IOException ofRow(long row, int group, String codec, Throwable cause) {
    String place = "%s: row %d, in row group %d of codec %s,".formatted(path, row, group, codec);
    return new IOException(
        isEncrypted(cause)
            ? encrypted(place, cause)
            : "%s cannot be read: %s. If the codec is one that Spark lacks, write the file with snappy, gzip or zstd; else check that it is whole"
                .formatted(place, reason(cause)),
        cause);
  }

  private static String encrypted(String place, Throwable cause) {
    return "%s cannot be read, as it is encrypted: %s. Name the source of its keys in Hadoop's configuration (parquet.crypto.factory.class), or write the file without encryption"
        .formatted(place, reason(cause));
  }

  private static boolean isEncrypted(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof ParquetCryptoRuntimeException) {
        return true;
      }
    }
    return false;
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
