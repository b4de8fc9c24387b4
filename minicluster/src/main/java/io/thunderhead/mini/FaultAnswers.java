package io.thunderhead.mini;

import java.util.List;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Metapb.Region;
import org.tikv.shade.com.google.protobuf.Descriptors.Descriptor;
import org.tikv.shade.com.google.protobuf.Descriptors.FieldDescriptor;
import org.tikv.shade.com.google.protobuf.Message;
import org.tikv.shade.io.grpc.MethodDescriptor;
import org.tikv.shade.io.grpc.Status;

/** Answers that a fault puts in the place of the real ones. */
final class FaultAnswers {
  /** How a client sees a connection that broke. */
  static final Status LOST = Status.UNAVAILABLE.withDescription("connection reset by a fault");

  private final Topology topology;

  FaultAnswers(Topology topology) {
    this.topology = topology;
  }

  /** Returns the context of a request, empty when its message has none. */
  static Context context(Object request) {
    if (request instanceof Message message) {
      FieldDescriptor field = fieldOf(message.getDescriptorForType(), Context.getDescriptor());
      if (field != null) {
        return (Context) message.getField(field);
      }
    }
    return Context.getDefaultInstance();
  }

  /** Tells whether answers of a call can carry a region error. */
  static boolean carriesRegionError(MethodDescriptor<?, ?> method) {
    return regionErrorField(prototype(method)) != null;
  }

  /** Makes the answer of a call that is refused; a call that cannot be is an error of the test. */
  <R> R refusal(MethodDescriptor<?, R> method, Fault.RegionError fault, Context context) {
    Message prototype = prototype(method);
    FieldDescriptor field = regionErrorField(prototype);
    if (field == null) {
      throw new IllegalArgumentException(
          method.getFullMethodName() + ": answers no region error (expected: a status fault)");
    }
    Message refusal = prototype.newBuilderForType().setField(field, error(fault, context)).build();
    return method.getResponseMarshaller().parse(refusal.toByteString().newInput());
  }

  /** Makes the answer of a call that is not handled, with an error of the importer or none. */
  static <R> R answer(MethodDescriptor<?, R> method, Fault.Answers fault) {
    Message prototype = prototype(method);
    Message.Builder answer = prototype.newBuilderForType();
    if (!fault.importError().isEmpty()) {
      FieldDescriptor field =
          fieldOf(prototype.getDescriptorForType(), ImportSstpb.Error.getDescriptor());
      if (field == null) {
        throw new IllegalArgumentException(
            method.getFullMethodName() + ": answers no importer error (expected: a status fault)");
      }
      answer.setField(
          field, ImportSstpb.Error.newBuilder().setMessage(fault.importError()).build());
    }
    return method.getResponseMarshaller().parse(answer.build().toByteString().newInput());
  }

  private static Message prototype(MethodDescriptor<?, ?> method) {
    return (Message)
        ((MethodDescriptor.PrototypeMarshaller<?>) method.getResponseMarshaller())
            .getMessagePrototype();
  }

  private static FieldDescriptor regionErrorField(Message prototype) {
    return fieldOf(prototype.getDescriptorForType(), Errorpb.Error.getDescriptor());
  }

  private static FieldDescriptor fieldOf(Descriptor message, Descriptor type) {
    for (FieldDescriptor field : message.getFields()) {
      if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
          && !field.isRepeated()
          && field.getMessageType().equals(type)) {
        return field;
      }
    }
    return null;
  }

  private Errorpb.Error error(Fault.RegionError fault, Context context) {
    long regionId = context.getRegionId();
    RaftGroup group = topology.group(regionId);
    Region region = group == null ? Region.getDefaultInstance() : group.region();
    return switch (fault.kind()) {
      case NOT_LEADER -> RegionErrors.notLeader(regionId, null);
      case REGION_NOT_FOUND -> RegionErrors.regionNotFound(regionId);
      case EPOCH_NOT_MATCH ->
          RegionErrors.epochNotMatch(region, context.getRegionEpoch(), List.of(region));
      case SERVER_IS_BUSY ->
          RegionErrors.serverIsBusy("raftstore is busy", fault.backoff().toMillis());
      case STALE_COMMAND -> RegionErrors.staleCommand("stale command");
      case STORE_NOT_MATCH ->
          RegionErrors.storeNotMatch(
              context.getPeer().getStoreId(), context.getPeer().getStoreId() + 1);
      case KEY_NOT_IN_REGION -> RegionErrors.keyNotInRegion(Regions.end(region), region);
      case RAFT_ENTRY_TOO_LARGE -> RegionErrors.raftEntryTooLarge(regionId);
      case READ_INDEX_NOT_READY ->
          RegionErrors.readIndexNotReady(regionId, "can not read index due to split");
      case PROPOSAL_IN_MERGING_MODE -> RegionErrors.proposalInMergingMode(regionId);
      case DISK_FULL -> RegionErrors.diskFull(context.getPeer().getStoreId());
      case MAX_TIMESTAMP_NOT_SYNCED -> RegionErrors.maxTimestampNotSynced(regionId);
      case DATA_IS_NOT_READY -> RegionErrors.dataIsNotReady(regionId, context.getPeer().getId());
      case REGION_NOT_INITIALIZED -> RegionErrors.regionNotInitialized(regionId);
      case RECOVERY_IN_PROGRESS -> RegionErrors.recoveryInProgress(regionId);
      case FLASHBACK_IN_PROGRESS ->
          NewerFields.withDetail(
              RegionErrors.other("region " + regionId + " is in flashback progress"), 17, regionId);
      case FLASHBACK_NOT_PREPARED ->
          NewerFields.withDetail(
              RegionErrors.other("region " + regionId + " is not prepared for the flashback"),
              18,
              regionId);
      case IS_WITNESS ->
          NewerFields.withDetail(
              RegionErrors.other("peer is witness of region " + regionId), 19, regionId);
      case MISMATCH_PEER_ID ->
          RegionErrors.mismatchPeerId(context.getPeer().getId(), context.getPeer().getId() + 1);
      case BUCKET_VERSION_NOT_MATCH ->
          NewerFields.withDetail(RegionErrors.other("bucket version not match"), 21, 1);
      case UNDETERMINED_RESULT -> RegionErrors.undeterminedResult();
      case RAFT_PROPOSAL_DROPPED -> RegionErrors.other("Raft raft: proposal dropped");
    };
  }
}
