package io.thunderhead.ingest;

import io.thunderhead.rpc.RetryPolicy;
import java.io.Serializable;
import java.time.Duration;

/**
 * How sorted KVs are written.
 *
 * @param commitTs the one timestamp of the whole load, from PD
 * @param regionJobBytes key and value bytes that one task gathers before it writes them
 * @param batchBytes key and value bytes of one message of a Write stream
 * @param retries tries of one region job
 * @param writeTimeout bound of one Write stream
 * @param ingestTimeout bound of one ingest request
 */
public record IngestSettings(
    long commitTs,
    long regionJobBytes,
    int batchBytes,
    RetryPolicy retries,
    Duration writeTimeout,
    Duration ingestTimeout)
    implements Serializable {
  /** Checks the bounds; timestamp 0 is refused as TiKV does. */
  public IngestSettings {
    if (commitTs <= 0 || regionJobBytes <= 0 || batchBytes <= 0) {
      throw new IllegalArgumentException(
          "ingest settings: commitTs %d, regionJobBytes %d, batchBytes %d (expected: all > 0)"
              .formatted(commitTs, regionJobBytes, batchBytes));
    }
  }
}
