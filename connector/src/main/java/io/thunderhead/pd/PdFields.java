package io.thunderhead.pd;

import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

/** Fields of today's pdpb that the stubs' older protocol files lack, set by their numbers. */
final class PdFields {
  private static final int SCATTER_SKIP_STORE_LIMIT = 8;

  private PdFields() {}

  /** {@code ScatterRegionRequest.skip_store_limit = true} (import-protocol 2.10). */
  static UnknownFieldSet skipStoreLimit() {
    return UnknownFieldSet.newBuilder()
        .addField(SCATTER_SKIP_STORE_LIMIT, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
        .build();
  }
}
