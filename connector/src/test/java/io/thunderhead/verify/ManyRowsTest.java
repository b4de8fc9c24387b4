package io.thunderhead.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.KeyValue;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.TableName;
import io.thunderhead.tikv.KvPair;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One byte among many rows; {@code -Dverify.rows} says how many. */
class ManyRowsTest {
  private static final long ROWS = Long.getLong("verify.rows", 100_000);

  @TempDir private Path folder;

  @Test
  void findsTheOneByteThatDiffers() throws IOException {
    Path file = folder.resolve("t.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("id,name,amount,at\n");
      for (long i = 0; i < ROWS; i++) {
        out.write(
            "%d,customer %d,%d.%02d,2024-01-01 00:00:%02d\n"
                .formatted(i, i * 7, i, i % 100, i % 60));
      }
    }
    try (MiniCluster cluster = MiniCluster.builder().stores(1).replicas(1).start()) {
      cluster.execute(
          "CREATE TABLE test.many (id BIGINT PRIMARY KEY, name VARCHAR(40), amount DECIMAL(12,2), at DATETIME)");
      Verified verified =
          new Verified(cluster, new TableName("test", "many"), Map.of(), Map.of(), Map.of());
      verified.load(file);
      assertThat(verified.verify(file).isSame()).isTrue();
      long planted = ROWS * 2 / 3;
      KvPair record = verified.records().get((int) planted);
      byte[] value = record.value().clone();
      value[value.length - 1] ^= 1;
      cluster.write(List.of(new KeyValue(record.key(), value)));
      VerifyReport report = verified.verify(file);
      System.out.printf(
          "%d rows: %.1f s, heap %d MB%n",
          ROWS,
          report.seconds(),
          (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20);
      assertThat(report.targetRows()).isEqualTo(ROWS);
      assertThat(report.chunksDiffering()).isEqualTo(1);
      assertThat(report.different()).isEqualTo(1);
      assertThat(report.missing() + report.extra()).isZero();
      assertThat(report.differences().get(0).key()).containsExactly("id '" + planted + "'");
      assertThat(report.differences().get(0).columns()).hasSize(1);
    }
  }
}
