package io.thunderhead.mini;

import org.tikv.kvproto.Errorpb;

/** A request that the region refuses; carries the answer's region error. */
final class RegionException extends Exception {
  private final transient Errorpb.Error error;

  RegionException(Errorpb.Error error) {
    super(error.getMessage());
    this.error = error;
  }

  Errorpb.Error error() {
    return error;
  }
}
