package io.thunderhead.contract;

import static org.tikv.shade.io.grpc.stub.ClientCalls.blockingUnaryCall;

import org.tikv.kvproto.ImportSstpb;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Empty;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet.Field;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.protobuf.ProtoUtils;

/**
 * Calls of ImportSST that the stubs of tikv-client-java lack; all fields of their messages are
 * unknown fields, numbered as in import-protocol 3.2.
 */
final class LaterImportCalls {
  private LaterImportCalls() {}

  /** Suspends or allows ingest on a store; answers whether it was suspended before. */
  static boolean suspend(Wire wire, long storeId, boolean suspend, long seconds) {
    var request =
        UnknownFieldSet.newBuilder()
            .addField(1, varint(suspend ? 1 : 0))
            .addField(2, varint(seconds))
            .addField(3, bytes(ByteString.copyFromUtf8("thunderhead contract")));
    var answer = call(wire, storeId, "SuspendImportRPC", request).getField(1).getVarintList();
    return answer.contains(1L);
  }

  /** Keys are raw. */
  static void addForcePartition(
      Wire wire, long storeId, byte[] start, byte[] end, long ttlSeconds) {
    var request =
        UnknownFieldSet.newBuilder().addField(1, range(start, end)).addField(2, varint(ttlSeconds));
    call(wire, storeId, "AddForcePartitionRange", request);
  }

  /** Keys are raw. */
  static void removeForcePartition(Wire wire, long storeId, byte[] start, byte[] end) {
    var request = UnknownFieldSet.newBuilder().addField(1, range(start, end));
    call(wire, storeId, "RemoveForcePartitionRange", request);
  }

  private static UnknownFieldSet call(
      Wire wire, long storeId, String name, UnknownFieldSet.Builder fields) {
    var marshaller = ProtoUtils.marshaller(Empty.getDefaultInstance());
    var method =
        MethodDescriptor.<Empty, Empty>newBuilder(marshaller, marshaller)
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("import_sstpb.ImportSST/" + name)
            .build();
    var stub = wire.importSst(storeId);
    var request = Empty.newBuilder().setUnknownFields(fields.build()).build();
    return blockingUnaryCall(stub.getChannel(), method, stub.getCallOptions(), request)
        .getUnknownFields();
  }

  private static Field range(byte[] start, byte[] end) {
    return bytes(
        ImportSstpb.Range.newBuilder()
            .setStart(ByteString.copyFrom(start))
            .setEnd(ByteString.copyFrom(end))
            .build()
            .toByteString());
  }

  private static Field varint(long value) {
    return Field.newBuilder().addVarint(value).build();
  }

  private static Field bytes(ByteString value) {
    return Field.newBuilder().addLengthDelimited(value).build();
  }
}
