package io.thunderhead.cluster.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.mini.Fault;
import io.thunderhead.mini.RegionErrorKind;
import io.thunderhead.mini.Rpc;
import io.thunderhead.testing.LoadFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoppedStoreTest {

  @Test
  void failsWithTheStoresNameWhenAPeerCannotBeWrittenTo() {
    try (LoadFixture fixture = new LoadFixture()) {
      long store = fixture.cluster().storeIds().get(0);
      fixture.cluster().beforeNext(Rpc.WRITE, () -> fixture.cluster().stopStore(store));
      LoadException failure = fixture.failure(LoadFixture.rows(0, 500), "region-job-retries", "4");
      assertThat(failure.code()).isEqualTo(ErrorCode.RETRIES_EXHAUSTED);
      assertThat(failure).hasMessageContaining("store " + store);
    }
  }

  @Test
  void endsAtOnceWhenADiskIsFull() {
    for (Map.Entry<Rpc, Fault> full :
        Map.of(
                Rpc.WRITE,
                Fault.importError("DiskSpaceNotEnough"),
                Rpc.MULTI_INGEST,
                Fault.regionError(RegionErrorKind.DISK_FULL))
            .entrySet()) {
      try (LoadFixture fixture = new LoadFixture()) {
        fixture.cluster().failNext(full.getKey(), full.getValue(), 1000);
        LoadException failure = fixture.failure(LoadFixture.rows(0, 500));
        assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
        assertThat(failure)
            .hasMessageContaining("has no room left")
            .hasMessageContaining("Nothing was written");
      }
    }
  }
}
