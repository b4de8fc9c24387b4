package io.thunderhead.option;

/** What a checksum that differs means; words as in Lightning and IMPORT INTO. */
public enum ChecksumLevel {
  /** A difference fails the load. */
  REQUIRED,
  /** A difference is told and the load ends well. */
  OPTIONAL,
  /** Nothing is compared. */
  OFF
}
