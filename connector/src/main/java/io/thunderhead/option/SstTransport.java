package io.thunderhead.option;

/** Who builds the SSTs that a load ingests. */
public enum SstTransport {
  /** Each store, out of a stream of KVs. */
  WRITE,
  /** The executors, which upload the finished files. */
  UPLOAD
}
