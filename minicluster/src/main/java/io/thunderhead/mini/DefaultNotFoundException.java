package io.thunderhead.mini;

/** A record says that its value lies in the default family, where it is not: an SST was lost. */
final class DefaultNotFoundException extends IllegalStateException {
  DefaultNotFoundException(byte[] encodedKey) {
    super(
        "default not found: key:"
            + Keys.upperHex(encodedKey)
            + ", maybe read truncated/dropped table data?");
  }
}
