package io.thunderhead.mini;

import java.util.List;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.shade.com.google.protobuf.ByteString;
import org.tikv.shade.com.google.protobuf.Empty;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet;
import org.tikv.shade.com.google.protobuf.UnknownFieldSet.Field;
import org.tikv.shade.io.grpc.BindableService;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.ServerMethodDefinition;
import org.tikv.shade.io.grpc.ServerServiceDefinition;
import org.tikv.shade.io.grpc.ServiceDescriptor;
import org.tikv.shade.io.grpc.protobuf.ProtoUtils;
import org.tikv.shade.io.grpc.stub.ServerCalls;

/**
 * Methods of {@code import_sstpb.ImportSST} that the stubs do not know (import-protocol 3.1, 3.2):
 * SuspendImportRPC, AddForcePartitionRange and RemoveForcePartitionRange. Their messages are read
 * and written field by field. GetMode is not among them: TiKV itself answers UNIMPLEMENTED.
 */
final class LaterImportMethods {
  private static final int SHOULD_SUSPEND = 1;
  private static final int DURATION_SECONDS = 2;
  private static final int ALREADY_SUSPENDED = 1;
  private static final int RANGE = 1;
  private static final int TTL_SECONDS = 2;
  private static final int RANGE_START = 1;
  private static final int RANGE_END = 2;

  private final Store store;

  private LaterImportMethods(Store store) {
    this.store = store;
  }

  /** Returns the importer's service with these methods added. */
  static ServerServiceDefinition addTo(BindableService importer, Store store) {
    LaterImportMethods later = new LaterImportMethods(store);
    ServerServiceDefinition known = importer.bindService();
    List<ServerMethodDefinition<Empty, Empty>> added =
        List.of(
            method("SuspendImportRPC", later::suspend),
            method("AddForcePartitionRange", later::addForcePartitionRange),
            method("RemoveForcePartitionRange", later::removeForcePartitionRange));
    ServiceDescriptor.Builder descriptor = ServiceDescriptor.newBuilder(ImportSSTGrpc.SERVICE_NAME);
    known.getServiceDescriptor().getMethods().forEach(descriptor::addMethod);
    added.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder all = ServerServiceDefinition.builder(descriptor.build());
    known.getMethods().forEach(all::addMethod);
    added.forEach(all::addMethod);
    return all.build();
  }

  private interface Handler {
    Empty handle(Empty request) throws ImportError;
  }

  private static ServerMethodDefinition<Empty, Empty> method(String name, Handler handler) {
    MethodDescriptor<Empty, Empty> descriptor =
        MethodDescriptor.<Empty, Empty>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(
                MethodDescriptor.generateFullMethodName(ImportSSTGrpc.SERVICE_NAME, name))
            .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .setResponseMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
            .build();
    return ServerMethodDefinition.create(
        descriptor,
        ServerCalls.asyncUnaryCall(
            (request, observer) -> {
              try {
                Answers.answer(observer, handler.handle(request));
              } catch (ImportError e) {
                Answers.fail(observer, e);
              }
            }));
  }

  private Empty suspend(Empty request) throws ImportError {
    long seconds = varint(request.getUnknownFields(), DURATION_SECONDS);
    if (varint(request.getUnknownFields(), SHOULD_SUSPEND) == 0) {
      return varint(ALREADY_SUSPENDED, store.importMode().resume() ? 1 : 0);
    }
    long max = ImportMode.MAX_SUSPENSION.toSeconds();
    if (Long.compareUnsigned(seconds, max) > 0) {
      throw ImportError.invalidInput(
          "you are going to suspend the import RPCs too long. (for "
              + Long.toUnsignedString(seconds)
              + " seconds, max acceptable duration is "
              + max
              + " seconds)");
    }
    return varint(ALREADY_SUSPENDED, store.importMode().suspend(seconds) ? 1 : 0);
  }

  private Empty addForcePartitionRange(Empty request) throws ImportError {
    Bounds range = range(request);
    store
        .forcedRanges()
        .add(range.start(), range.end(), varint(request.getUnknownFields(), TTL_SECONDS));
    return Empty.getDefaultInstance();
  }

  private Empty removeForcePartitionRange(Empty request) throws ImportError {
    Bounds range = range(request);
    store.forcedRanges().remove(range.start(), range.end());
    return Empty.getDefaultInstance();
  }

  private record Bounds(byte[] start, byte[] end) {}

  /** Reads a range of raw keys; one that is empty or reversed is refused. */
  private static Bounds range(Empty request) throws ImportError {
    try {
      UnknownFieldSet range = UnknownFieldSet.parseFrom(bytes(request.getUnknownFields(), RANGE));
      byte[] start = bytes(range, RANGE_START).toByteArray();
      byte[] end = bytes(range, RANGE_END).toByteArray();
      if (Keys.compare(Keys.data(Keys.encode(start)), Keys.data(Keys.encode(end))) >= 0) {
        throw ImportError.invalidInput(
            "start keys must be smaller than end key, start: "
                + Keys.hex(start)
                + ", end: "
                + Keys.hex(end));
      }
      return new Bounds(start, end);
    } catch (InvalidProtocolBufferException e) {
      throw ImportError.invalidInput("range: not a message");
    }
  }

  private static long varint(UnknownFieldSet fields, int number) {
    List<Long> values = fields.getField(number).getVarintList();
    return values.isEmpty() ? 0 : values.get(values.size() - 1);
  }

  private static ByteString bytes(UnknownFieldSet fields, int number) {
    List<ByteString> values = fields.getField(number).getLengthDelimitedList();
    return values.isEmpty() ? ByteString.EMPTY : values.get(values.size() - 1);
  }

  private static Empty varint(int number, long value) {
    if (value == 0) {
      return Empty.getDefaultInstance();
    }
    Field field = Field.newBuilder().addVarint(value).build();
    return Empty.newBuilder()
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(number, field).build())
        .build();
  }
}
