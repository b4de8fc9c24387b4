package io.thunderhead.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.tikv.KvBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.shade.com.google.protobuf.InvalidProtocolBufferException;

class KvBufferTest {
  private final KvBuffer buffer = new KvBuffer();

  @Test
  void givesBackWhatItTookInBatches() throws InvalidProtocolBufferException {
    for (int i = 0; i < 5000; i++) {
      buffer.add(key(i), new byte[i % 700]);
    }
    List<ImportSstpb.Pair> pairs = new ArrayList<>();
    for (KvBatch each : buffer.batches(10, 5000, 77, 16384)) {
      ImportSstpb.WriteBatch batch = ImportSstpb.WriteBatch.parseFrom(each.message());
      assertThat(batch.getCommitTs()).isEqualTo(77);
      assertThat(batch.getSerializedSize()).isLessThan(2 * 16384);
      pairs.addAll(batch.getPairsList());
    }
    assertThat(pairs).hasSize(4990);
    for (int i = 10; i < 5000; i++) {
      assertThat(pairs.get(i - 10).getKey().toByteArray()).isEqualTo(key(i));
      assertThat(pairs.get(i - 10).getValue().size()).isEqualTo(i % 700);
    }
  }

  @Test
  void sendsMessagesAsTheProtocolSerializesThem() throws InvalidProtocolBufferException {
    for (int i = 0; i < 300; i++) {
      buffer.add(key(i), new byte[i * 70]);
      buffer.addDelete(key(i), new byte[9], 9);
    }
    for (KvBatch each : buffer.batches(0, 600, 449_000_000_000_000_007L, 16384)) {
      ImportSstpb.WriteBatch batch = ImportSstpb.WriteBatch.parseFrom(each.message());
      assertThat(batch.getUnknownFields().asMap()).isEmpty();
      ImportSstpb.WriteBatch.Builder again =
          ImportSstpb.WriteBatch.newBuilder().setCommitTs(449_000_000_000_000_007L);
      long bytes = 0;
      for (ImportSstpb.Pair pair : batch.getPairsList()) {
        bytes += pair.getKey().size() + pair.getValue().size();
        boolean deletes = pair.getOp() == ImportSstpb.Pair.OP.Delete;
        ImportSstpb.Pair.Builder same = ImportSstpb.Pair.newBuilder().setKey(pair.getKey());
        again.addPairs(deletes ? same.setOp(pair.getOp()) : same.setValue(pair.getValue()));
      }
      assertThat(each.kvBytes()).isEqualTo(bytes);
      assertThat(batch).isEqualTo(again.build());
    }
  }

  @Test
  void findsTheFirstKeyNotBelowABound() {
    for (int i = 0; i < 100; i++) {
      buffer.add(key(2 * i), new byte[0]);
    }
    assertThat(buffer.firstNotBelow(key(50), 0, 100)).isEqualTo(25);
    assertThat(buffer.firstNotBelow(key(51), 0, 100)).isEqualTo(26);
    assertThat(buffer.firstNotBelow(key(1000), 0, 100)).isEqualTo(100);
    assertThat(buffer.firstNotBelow(key(0), 7, 100)).isEqualTo(7);
  }

  @Test
  void keepsItsRoomWhenCleared() {
    byte[] large = new byte[3 << 20];
    for (int round = 0; round < 50; round++) {
      buffer.add(key(1), large);
      buffer.add(key(2), new byte[100]);
      assertThat(buffer.kvBytes()).isEqualTo(large.length + 8 + 100);
      buffer.clear();
      assertThat(buffer.count()).isZero();
    }
    assertThat(buffer.heldBytes()).isLessThan(3 << 20);
  }

  @Test
  void holdsLittleMoreThanItsContent() {
    for (int i = 0; i < 100_000; i++) {
      buffer.add(key(i), new byte[150]);
    }
    assertThat(buffer.heldBytes()).isLessThan((long) (1.3 * buffer.kvBytes()));
  }

  @Test
  void staysWithinTheBoundThatAReportStates() {
    Duration any = Duration.ofSeconds(1);
    IngestSettings settings =
        new IngestSettings(1, 8 << 20, 16 << 10, new RetryPolicy(1, any, any), any, any);
    byte[] key = new byte[19];
    while (buffer.kvBytes() < settings.regionJobBytes()) {
      buffer.add(key, new byte[1]);
    }
    assertThat(buffer.heldBytes()).isLessThan(settings.taskBytes());
  }

  private static byte[] key(int i) {
    return ByteBuffer.allocate(4).putInt(i).array();
  }
}
