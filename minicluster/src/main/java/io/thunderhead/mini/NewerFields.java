package io.thunderhead.mini;

import java.util.List;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet.Field;

/**
 * Fields that today's kvproto has and the stubs lack, read from and written to the unknown fields
 * of a message (numbers as in import-protocol 3.2).
 */
final class NewerFields {
  private static final int WRITE_CONTEXT = 3;
  private static final int CONTEXT_TXN_SOURCE = 25;
  private static final int ERROR_STORE_ERROR = 2;
  private static final int REGION_ERROR_MISMATCH_PEER = 20;
  private static final int REGION_ERROR_UNDETERMINED = 22;
  private static final int SCATTER_FAILED_REGIONS = 3;

  private NewerFields() {}

  /** Returns {@code WriteRequest.context}'s txn_source, zero when absent. */
  static long txnSource(ImportSstpb.WriteRequest request) {
    List<ByteString> contexts =
        request.getUnknownFields().getField(WRITE_CONTEXT).getLengthDelimitedList();
    if (contexts.isEmpty()) {
      return 0;
    }
    try {
      List<Long> sources =
          Context.parseFrom(contexts.get(contexts.size() - 1))
              .getUnknownFields()
              .getField(CONTEXT_TXN_SOURCE)
              .getVarintList();
      return sources.isEmpty() ? 0 : sources.get(sources.size() - 1);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("WriteRequest.context: not a kvrpcpb.Context", e);
    }
  }

  /** Sets {@code import_sstpb.Error.store_error}. */
  static ImportSstpb.Error withStoreError(ImportSstpb.Error error, Errorpb.Error storeError) {
    Field field = Field.newBuilder().addLengthDelimited(storeError.toByteString()).build();
    return error.toBuilder().setUnknownFields(only(ERROR_STORE_ERROR, field)).build();
  }

  /** Sets {@code errorpb.Error.mismatch_peer_id}. */
  static Errorpb.Error withMismatchPeerId(Errorpb.Error error, long requested, long actual) {
    UnknownFieldSet detail =
        UnknownFieldSet.newBuilder()
            .addField(1, Field.newBuilder().addVarint(requested).build())
            .addField(2, Field.newBuilder().addVarint(actual).build())
            .build();
    Field field = Field.newBuilder().addLengthDelimited(detail.toByteString()).build();
    return error.toBuilder().setUnknownFields(only(REGION_ERROR_MISMATCH_PEER, field)).build();
  }

  /** Sets a kind of {@code errorpb.Error} whose detail begins with a region id or version. */
  static Errorpb.Error withDetail(Errorpb.Error error, int kind, long first) {
    UnknownFieldSet detail = only(1, Field.newBuilder().addVarint(first).build());
    Field field = Field.newBuilder().addLengthDelimited(detail.toByteString()).build();
    return error.toBuilder().setUnknownFields(only(kind, field)).build();
  }

  /** Sets {@code errorpb.Error.undetermined_result}. */
  static Errorpb.Error withUndeterminedResult(Errorpb.Error error, String message) {
    UnknownFieldSet detail =
        only(1, Field.newBuilder().addLengthDelimited(ByteString.copyFromUtf8(message)).build());
    Field field = Field.newBuilder().addLengthDelimited(detail.toByteString()).build();
    return error.toBuilder().setUnknownFields(only(REGION_ERROR_UNDETERMINED, field)).build();
  }

  /** Sets {@code ScatterRegionResponse.failed_regions_id}. */
  static Pdpb.ScatterRegionResponse withFailedRegions(
      Pdpb.ScatterRegionResponse response, List<Long> regionIds) {
    if (regionIds.isEmpty()) {
      return response;
    }
    Field.Builder field = Field.newBuilder();
    for (long id : regionIds) {
      field.addVarint(id);
    }
    return response.toBuilder()
        .setUnknownFields(only(SCATTER_FAILED_REGIONS, field.build()))
        .build();
  }

  private static UnknownFieldSet only(int number, Field field) {
    return UnknownFieldSet.newBuilder().addField(number, field).build();
  }
}
