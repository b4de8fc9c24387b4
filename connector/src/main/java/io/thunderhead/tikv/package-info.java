/** TiKV: snapshot reads, region splits, checksums, and the import service. */
package io.thunderhead.tikv;
