package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;

import com.pingcap.tidb.tipb.ChecksumResponse;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class IngestTest {
  private static final HexFormat HEX = HexFormat.of();
  private static MiniCluster cluster;
  private static TestClient client;

  @BeforeAll
  static void start() {
    cluster = MiniCluster.builder().start();
    client = new TestClient(cluster);
  }

  @AfterAll
  static void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void showsImportedRowsAndTheirChecksumFromTheCommitTimestampOn() {
    long ts = cluster.timestamp();
    List<KeyValue> rows =
        List.of(
            new KeyValue(
                HEX.parseHex("7480000000000000645f728000000000000001"),
                HEX.parseHex("80000100000001010061")),
            new KeyValue(
                HEX.parseHex("7480000000000000645f728000000000000002"),
                HEX.parseHex("80000100000001010062")));
    client.load(ts, rows);

    assertThat(client.get(rows.get(0).key(), ts).getValue().toByteArray())
        .isEqualTo(rows.get(0).value());
    assertThat(client.get(rows.get(0).key(), ts - 1).getNotFound()).isTrue();
    ChecksumResponse sums =
        client.checksum(HEX.parseHex("748000000000000064"), HEX.parseHex("748000000000000065"), ts);
    assertThat(sums.getChecksum()).isEqualTo(0x5d5669c6ae008e4dL);
    assertThat(sums.getTotalKvs()).isEqualTo(2);
    assertThat(sums.getTotalBytes()).isEqualTo(58);
  }
}
