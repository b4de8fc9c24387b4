package io.thunderhead.tikv;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.MemComparable;
import java.time.Duration;
import java.util.List;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Empty;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.protobuf.ProtoUtils;

/**
 * Fields and methods of today's import_sstpb that the stubs' older protocol files lack, by their
 * numbers and names (import-protocol 3.1, 3.2).
 */
final class ImportFields {
  private static final int SWITCH_MODE_RANGES = 2;
  private static final int PARTITION_RANGE = 1;
  private static final int PARTITION_TTL_SECONDS = 2;

  /** {@code AddForcePartitionRange}. */
  static final MethodDescriptor<Empty, Empty> ADD_PARTITION_RANGE =
      method("AddForcePartitionRange");

  /** {@code RemoveForcePartitionRange}. */
  static final MethodDescriptor<Empty, Empty> REMOVE_PARTITION_RANGE =
      method("RemoveForcePartitionRange");

  private ImportFields() {}

  private static MethodDescriptor<Empty, Empty> method(String name) {
    return MethodDescriptor.<Empty, Empty>newBuilder()
        .setType(MethodDescriptor.MethodType.UNARY)
        .setFullMethodName(
            MethodDescriptor.generateFullMethodName(ImportSSTGrpc.SERVICE_NAME, name))
        .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
        .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
        .build();
  }

  /** {@code SwitchModeRequest.ranges}: encoded keys, which only stores of raft-kv2 look at. */
  static UnknownFieldSet switchModeRanges(List<KeyRange> rawRanges) {
    UnknownFieldSet.Field.Builder ranges = UnknownFieldSet.Field.newBuilder();
    for (KeyRange range : rawRanges) {
      ranges.addLengthDelimited(
          ImportSstpb.Range.newBuilder()
              .setStart(wrap(MemComparable.encodeBytes(range.start())))
              .setEnd(wrap(MemComparable.encodeBytes(range.end())))
              .build()
              .toByteString());
    }
    return UnknownFieldSet.newBuilder().addField(SWITCH_MODE_RANGES, ranges.build()).build();
  }

  /** {@code AddPartitionRangeRequest}: raw keys. */
  static Empty addPartitionRange(KeyRange range, Duration ttl) {
    UnknownFieldSet.Field seconds =
        UnknownFieldSet.Field.newBuilder().addVarint(ttl.toSeconds()).build();
    return Empty.newBuilder()
        .setUnknownFields(partitionRange(range).addField(PARTITION_TTL_SECONDS, seconds).build())
        .build();
  }

  /** {@code RemovePartitionRangeRequest}: raw keys. */
  static Empty removePartitionRange(KeyRange range) {
    return Empty.newBuilder().setUnknownFields(partitionRange(range).build()).build();
  }

  private static UnknownFieldSet.Builder partitionRange(KeyRange range) {
    ByteString message =
        ImportSstpb.Range.newBuilder()
            .setStart(wrap(range.start()))
            .setEnd(wrap(range.end()))
            .build()
            .toByteString();
    return UnknownFieldSet.newBuilder()
        .addField(
            PARTITION_RANGE,
            UnknownFieldSet.Field.newBuilder().addLengthDelimited(message).build());
  }

  private static ByteString wrap(byte[] bytes) {
    return UnsafeByteOperations.unsafeWrap(bytes);
  }
}
