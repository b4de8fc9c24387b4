/** Sorted KVs into SST files that TiKV ingests, and such files read back. */
package io.thunderhead.sst;
