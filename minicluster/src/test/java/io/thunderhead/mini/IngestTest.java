package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.pingcap.tidb.tipb.ChecksumResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Errorpb;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.kvproto.Pdpb;

@ExtendWith(MiniClusterExtension.class)
class IngestTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long TS = 451234567890123456L;

  private MiniCluster cluster;
  private TestClient client;

  @BeforeEach
  void connect(MiniCluster started) {
    cluster = started;
    client = new TestClient(cluster);
  }

  @AfterEach
  void disconnect() {
    cluster.clearFaults();
    client.close();
  }

  /** Returns the record key of a row in a table of its own for each test. */
  private static byte[] row(long table, long handle) {
    return HEX.parseHex(
        "74"
            + HEX.toHexDigits(table ^ Long.MIN_VALUE)
            + "5f72"
            + HEX.toHexDigits(handle ^ Long.MIN_VALUE));
  }

  private static byte[] table(long table) {
    return HEX.parseHex("74" + HEX.toHexDigits(table ^ Long.MIN_VALUE));
  }

  private static List<KeyValue> rows(long table) {
    return List.of(
        new KeyValue(row(table, 1), HEX.parseHex("80000100000001010061")),
        new KeyValue(row(table, 2), HEX.parseHex("80000100000001010062")));
  }

  @Test
  void showsImportedRowsAndTheirChecksumFromTheCommitTimestampOn() {
    long ts = cluster.timestamp();
    client.load(ts, rows(100));

    assertThat(client.get(row(100, 1), ts).getValue().toByteArray())
        .isEqualTo(HEX.parseHex("80000100000001010061"));
    assertThat(client.get(row(100, 1), ts - 1).getNotFound()).isTrue();
    ChecksumResponse sums = client.checksum(table(100), table(101), ts);
    assertThat(sums.getChecksum()).isEqualTo(0x5d5669c6ae008e4dL);
    assertThat(sums.getTotalKvs()).isEqualTo(2);
    assertThat(sums.getTotalBytes()).isEqualTo(58);
  }

  @Test
  void storesKeysAndRecordsInTikvsFormOnEveryReplica() {
    byte[] longValue = new byte[256];
    client.load(TS, List.of(rows(101).get(0), new KeyValue(row(101, 2), longValue)));

    for (Store store : cluster.runtime().topology().stores()) {
      try (EngineSnapshot snapshot = store.engine().snapshot()) {
        byte[] first = snapshot.get(Cf.WRITE, Keys.withTs(Keys.encode(row(101, 1)), TS));
        byte[] second = snapshot.get(Cf.WRITE, Keys.withTs(Keys.encode(row(101, 2)), TS));
        byte[] held = snapshot.get(Cf.DEFAULT, Keys.withTs(Keys.encode(row(101, 2)), TS));
        assertThat(HEX.formatHex(first)).isEqualTo("50c0f5de8baeeec6a106760a80000100000001010061");
        assertThat(HEX.formatHex(second)).isEqualTo("50c0f5de8baeeec6a106");
        assertThat(held).isEqualTo(longValue);
      }
    }
  }

  @Test
  void leavesNoFileBehind() {
    client.load(cluster.timestamp(), rows(102));
    assertThat(cluster.storeIds())
        .allSatisfy(id -> assertThat(cluster.importedFiles(id)).isEmpty());
  }

  @Test
  void refusesAMetaWhoseLastKeyIsTheRegionsEnd() {
    cluster.splitRegion(table(103));
    cluster.splitRegion(table(104));
    List<ImportSstpb.SSTMeta> metas =
        client.writeToPeers(cluster.timestamp(), rows(103)).stream()
            .map(meta -> meta.toBuilder().setRange(range(row(103, 1), table(104))).build())
            .toList();
    assertThat(client.ingest(row(103, 1), metas).hasKeyNotInRegion()).isTrue();
    assertThat(client.ingest(row(103, 1), metas).hasStaleCommand()).isTrue();
  }

  private static ImportSstpb.Range range(byte[] first, byte[] last) {
    return ImportSstpb.Range.newBuilder()
        .setStart(Texts.bytes(Keys.encode(first)))
        .setEnd(Texts.bytes(Keys.encode(last)))
        .build();
  }

  @Test
  void acceptsKeysOutsideOfTheRegionAndHidesThem() {
    cluster.splitRegion(table(105));
    cluster.splitRegion(table(106));
    long ts = cluster.timestamp();
    Pdpb.GetRegionResponse region = client.region(row(105, 1));
    ImportSstpb.SSTMeta meta = TestClient.meta(region.getRegion(), row(105, 1), row(105, 2));
    List<KeyValue> pairs = List.of(rows(105).get(0), rows(106).get(0));
    List<ImportSstpb.SSTMeta> metas = List.of();
    for (var peer : region.getRegion().getPeersList()) {
      metas = client.write(peer.getStoreId(), meta, ts, pairs);
    }
    assertThat(client.ingest(row(105, 1), metas)).isEqualTo(Errorpb.Error.getDefaultInstance());
    assertThat(client.checksum(table(105), table(106), ts).getTotalKvs()).isEqualTo(1);
  }

  @Test
  void answersStaleCommandWhenTheLeaderHasNoFile() {
    List<ImportSstpb.SSTMeta> metas = client.writeToPeers(cluster.timestamp(), rows(107));
    List<ImportSstpb.SSTMeta> unknown =
        metas.stream().map(meta -> meta.toBuilder().setUuid(TestClient.uuid()).build()).toList();
    Errorpb.Error error = client.ingest(row(107, 1), unknown);
    assertThat(error.hasStaleCommand()).isTrue();
    assertThat(error.getMessage()).isEqualTo("The file which would be ingested doest not exist.");
  }

  @Test
  void namesBothRegionsWhenASplitCameBetween() {
    List<ImportSstpb.SSTMeta> metas = client.writeToPeers(cluster.timestamp(), rows(108));
    Pdpb.GetRegionResponse before = client.region(row(108, 1));
    long made = cluster.splitRegion(row(108, 2));
    Errorpb.Error error =
        client
            .importer(before.getLeader().getStoreId())
            .multiIngest(
                ImportSstpb.MultiIngestRequest.newBuilder()
                    .setContext(TestClient.context(before))
                    .addAllSsts(metas)
                    .build())
            .getError();
    assertThat(error.getEpochNotMatch().getCurrentRegionsList())
        .extracting(region -> region.getId())
        .containsExactly(before.getRegion().getId(), made);
  }

  @Test
  void isBusyWhileLevelZeroIsFullUnlessInImportMode() {
    long leader = client.region(row(109, 1)).getLeader().getStoreId();
    List<ImportSstpb.SSTMeta> metas = client.writeToPeers(cluster.timestamp(), rows(109));
    cluster.pretendLevel0Files(leader, 11);
    Errorpb.Error error = client.ingest(row(109, 1), metas);
    assertThat(error.getServerIsBusy().getReason()).isEqualTo("too many sst files are ingesting");

    client
        .importer(leader)
        .switchMode(
            ImportSstpb.SwitchModeRequest.newBuilder()
                .setMode(ImportSstpb.SwitchMode.Import)
                .build());
    assertThat(client.ingest(row(109, 1), metas)).isEqualTo(Errorpb.Error.getDefaultInstance());
    client.importer(leader).switchMode(ImportSstpb.SwitchModeRequest.getDefaultInstance());
    cluster.pretendLevel0Files(leader, -1);
  }

  @Test
  void stopsAStoreForGoodWhenItLacksTheFile() throws IOException {
    try (MiniCluster fragile = MiniCluster.builder().start();
        TestClient wire = new TestClient(fragile)) {
      List<ImportSstpb.SSTMeta> metas = wire.writeToPeers(fragile.timestamp(), rows(110));
      long leader = wire.region(row(110, 1)).getLeader().getStoreId();
      long victim =
          fragile.storeIds().stream().filter(id -> id != leader).findFirst().orElseThrow();
      for (Path file : fragile.importedFiles(victim)) {
        Files.delete(file);
      }
      assertThat(wire.ingest(row(110, 1), metas)).isEqualTo(Errorpb.Error.getDefaultInstance());

      Awaitility.await().until(() -> !fragile.isRunning(victim));
      assertThatThrownBy(() -> fragile.startStore(victim))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("panics");
      assertThat(fragile.isRunning(victim)).isFalse();
    }
  }

  @Test
  void removesFilesOfPassedEpochsAndKeepsCurrentOnes() {
    client.writeToPeers(cluster.timestamp(), rows(111));
    cluster.cleanUpImports();
    assertThat(cluster.importedFiles(cluster.storeIds().get(0))).isNotEmpty();
    cluster.splitRegion(row(111, 2));
    cluster.cleanUpImports();
    assertThat(cluster.importedFiles(cluster.storeIds().get(0))).isEmpty();
  }

  @Test
  void showsDamageInTheChecksum() {
    long ts = cluster.timestamp();
    client.load(ts, rows(112));
    ChecksumResponse before = client.checksum(table(112), table(113), ts);
    cluster.corruptValue(row(112, 2));
    ChecksumResponse after = client.checksum(table(112), table(113), ts);
    assertThat(after.getChecksum()).isNotEqualTo(before.getChecksum());
    assertThat(after.getTotalBytes()).isEqualTo(before.getTotalBytes());
  }

  @Test
  void answersTheLockThatBlocksAChecksum() {
    long ts = cluster.timestamp();
    client.load(ts, rows(113));
    long startTs = cluster.lock(row(113, 2), new byte[] {1}, 3000);
    var response = client.checksumResponse(table(113), table(114), cluster.timestamp());
    assertThat(response.getLocked().getLockVersion()).isEqualTo(startTs);
    cluster.unlock(row(113, 2));
    assertThat(client.checksum(table(113), table(114), cluster.timestamp()).getTotalKvs())
        .isEqualTo(2);
  }

  @Test
  void refusesWriteAndIngestOnAFullDisk() {
    long leader = client.region(row(114, 1)).getLeader().getStoreId();
    List<ImportSstpb.SSTMeta> metas = client.writeToPeers(cluster.timestamp(), rows(114));
    cluster.setDiskFull(leader, true);
    assertThat(client.ingest(row(114, 1), metas).hasDiskFull()).isTrue();
    assertThatThrownBy(() -> client.writeToPeers(cluster.timestamp(), rows(114)))
        .hasMessageContaining("UNKNOWN: DiskSpaceNotEnough");
    cluster.setDiskFull(leader, false);
  }

  @Test
  void findsTwoVersionsOfOneKey() {
    long first = cluster.timestamp();
    client.load(first, rows(115));
    long second = cluster.timestamp();
    client.load(second, List.of(new KeyValue(row(115, 2), new byte[] {9})));
    var answers = client.duplicates(table(115), table(116), second - 1, false);
    assertThat(answers).hasSize(1);
    assertThat(answers.get(0).getPairsList())
        .extracting(ImportSstpb.KvPair::getCommitTs)
        .containsExactly(second, first);
  }
}
