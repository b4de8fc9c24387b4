package io.thunderhead.cluster.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.LoadReport;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import org.junit.jupiter.api.Test;

class ChecksumMismatchTest {

  @Test
  void failsAndNamesBothSumsWhenAStoredByteDiffers() {
    try (LoadFixture fixture = new LoadFixture()) {
      corruptBeforeChecksum(fixture);
      LoadException failure = fixture.failure(LoadFixture.rows(0, 500));
      assertThat(failure.code()).isEqualTo(ErrorCode.CHECKSUM_MISMATCH);
      assertThat(failure)
          .hasMessageContaining("checksum mismatched remote vs local")
          .hasMessageContaining("(total_kvs: 1500 vs 1500)")
          .hasMessageContaining("empty it with TRUNCATE TABLE");
    }
  }

  @Test
  void tellsAndGoesOnWhenTheChecksumIsOptional() {
    try (LoadFixture fixture = new LoadFixture()) {
      corruptBeforeChecksum(fixture);
      LoadReport report = fixture.load(LoadFixture.rows(0, 500), "checksum", "optional");
      assertThat(report.checksumsEqual()).isFalse();
      assertThat(report.toText()).contains("DIFFERENT");
    }
  }

  @Test
  void asksForNoChecksumWhenItIsOff() {
    try (LoadFixture fixture = new LoadFixture()) {
      LoadReport report = fixture.load(LoadFixture.rows(0, 50), "checksum", "off");
      assertThat(report.remote()).isNull();
      assertThat(report.toText()).contains("the cluster was not asked");
    }
  }

  private static void corruptBeforeChecksum(LoadFixture fixture) {
    byte[] key = fixture.recordKey(123);
    fixture.cluster().beforeNext(Rpc.COPROCESSOR, () -> fixture.cluster().corruptValue(key));
  }
}
