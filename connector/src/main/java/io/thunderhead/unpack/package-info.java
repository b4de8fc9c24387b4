/** Reads compressed files: gzip, zstd, and the framings that snappy and LZ4 blocks come in. */
package io.thunderhead.unpack;
