package io.thunderhead.contract;

import java.util.List;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Pdpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

/**
 * Fields that the stubs of tikv-client-java lack, carried as unknown fields. Numbers are those of
 * import-protocol 2.10, 3.2 and of kvproto's {@code kvrpcpb.Context}.
 */
final class NewerFields {
  private static final int WRITE_REQUEST_CONTEXT = 3;
  private static final int CONTEXT_REQUEST_SOURCE = 24;
  private static final int CONTEXT_TXN_SOURCE = 25;
  private static final int SWITCH_MODE_RANGES = 2;
  private static final int SCATTER_SKIP_STORE_LIMIT = 8;
  private static final int SCATTER_FAILED_REGIONS = 3;

  private NewerFields() {}

  /** A first {@code Write} message as an importer sends it, {@code txn_source} in its context. */
  static ImportSstpb.WriteRequest writeMeta(ImportSstpb.SSTMeta meta, long txnSource) {
    var context =
        with(
            with(
                Kvrpcpb.Context.getDefaultInstance(),
                CONTEXT_REQUEST_SOURCE,
                bytes(ByteString.copyFromUtf8("internal_lightning_physical_import"))),
            CONTEXT_TXN_SOURCE,
            varint(txnSource));
    return with(
        ImportSstpb.WriteRequest.newBuilder().setMeta(meta).build(),
        WRITE_REQUEST_CONTEXT,
        bytes(context.toByteString()));
  }

  static ImportSstpb.SwitchModeRequest switchMode(
      ImportSstpb.SwitchMode mode, ImportSstpb.Range range) {
    return with(
        ImportSstpb.SwitchModeRequest.newBuilder().setMode(mode).build(),
        SWITCH_MODE_RANGES,
        bytes(range.toByteString()));
  }

  static Pdpb.ScatterRegionRequest skipStoreLimit(Pdpb.ScatterRegionRequest request) {
    return with(request, SCATTER_SKIP_STORE_LIMIT, varint(1));
  }

  static List<Long> failedRegions(Pdpb.ScatterRegionResponse response) {
    return response.getUnknownFields().getField(SCATTER_FAILED_REGIONS).getVarintList();
  }

  private static UnknownFieldSet.Field varint(long value) {
    return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
  }

  private static UnknownFieldSet.Field bytes(ByteString value) {
    return UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
  }

  // toBuilder of a message returns a builder of that same message.
  @SuppressWarnings("unchecked")
  private static <M extends Message> M with(M message, int number, UnknownFieldSet.Field field) {
    var fields = UnknownFieldSet.newBuilder(message.getUnknownFields()).addField(number, field);
    return (M) message.toBuilder().setUnknownFields(fields.build()).build();
  }
}
