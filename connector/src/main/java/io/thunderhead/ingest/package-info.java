/** Sorted KVs into regions: splitting, pausing, writing and ingesting. */
package io.thunderhead.ingest;
