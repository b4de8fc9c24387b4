package io.thunderhead.tikv;

import io.thunderhead.pd.Region;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;

/**
 * The {@code kvrpcpb.Context} of our requests, with the fields of today's protocol that the stubs'
 * older protocol files lack, set by their numbers (import-protocol 3.2).
 */
final class RequestContext {
  private static final int CONTEXT_REQUEST_SOURCE = 24;
  private static final int CONTEXT_TXN_SOURCE = 25;
  private static final int WRITE_REQUEST_CONTEXT = 3;

  /** Bit 16 of the transaction source marks rows that were ingested (import-protocol 3.5). */
  private static final long PHYSICAL_IMPORT = 1 << 16;

  private static final ByteString SOURCE = ByteString.copyFromUtf8("internal_thunderhead_import");

  private RequestContext() {}

  /** Returns the context of a request to the leader of a region. */
  static Kvrpcpb.Context of(Region region) {
    return to(region, region.leader()).build();
  }

  private static Kvrpcpb.Context.Builder to(Region region, Metapb.Peer peer) {
    return Kvrpcpb.Context.newBuilder()
        .setRegionId(region.id())
        .setRegionEpoch(region.meta().getRegionEpoch())
        .setPeer(peer)
        .setUnknownFields(requestSource().build());
  }

  /**
   * Returns the first message of a Write stream. Its context names the source of the rows, so that
   * change feeds leave them out, and no region (import-protocol 2.12).
   */
  static ImportSstpb.WriteRequest firstWrite(ImportSstpb.SSTMeta meta) {
    UnknownFieldSet fields =
        requestSource().addField(CONTEXT_TXN_SOURCE, varint(PHYSICAL_IMPORT)).build();
    Kvrpcpb.Context context = Kvrpcpb.Context.newBuilder().setUnknownFields(fields).build();
    return ImportSstpb.WriteRequest.newBuilder()
        .setMeta(meta)
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(WRITE_REQUEST_CONTEXT, bytes(context.toByteString()))
                .build())
        .build();
  }

  private static UnknownFieldSet.Builder requestSource() {
    return UnknownFieldSet.newBuilder().addField(CONTEXT_REQUEST_SOURCE, bytes(SOURCE));
  }

  private static UnknownFieldSet.Field varint(long value) {
    return UnknownFieldSet.Field.newBuilder().addVarint(value).build();
  }

  private static UnknownFieldSet.Field bytes(ByteString value) {
    return UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
  }
}
