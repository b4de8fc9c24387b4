package io.thunderhead.cluster.checksum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.load.LoadReport;
import io.thunderhead.testing.LoadFixture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ChecksumMismatchTest {

  @Test
  void failsAndNamesBothSumsWhenAStoredByteDiffers() {
    try (LoadFixture fixture = new LoadFixture()) {
      LoadException failure =
          catchThrowableOfType(
              LoadException.class,
              () -> fixture.load(LoadFixture.rows(0, 500), corruptBeforeChecksum(fixture)));
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
      LoadReport report =
          fixture.load(
              LoadFixture.rows(0, 500), corruptBeforeChecksum(fixture), "checksum", "optional");
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

  private static Consumer<String> corruptBeforeChecksum(LoadFixture fixture) {
    byte[] key = fixture.recordKey(123);
    return line -> {
      if (line.equals("checksum")) {
        fixture.cluster().corruptValue(key);
      }
    };
  }
}
