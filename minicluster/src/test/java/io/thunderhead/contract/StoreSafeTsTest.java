package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Kvrpcpb;
import org.tikv.kvproto.Metapb;

/** A store tells up to which timestamp its replicas may be read; asked of anyone, in any state. */
@Contract(
    spec = {},
    calls = {"tikvpb.Tikv/GetStoreSafeTS"})
@ExtendWith(ContractCluster.class)
class StoreSafeTsTest {
  private final Wire wire;

  StoreSafeTsTest(Wire wire) {
    this.wire = wire;
  }

  @Test
  void tellsATimestampThatHasPassed() {
    for (Metapb.Store store : wire.pd().stores()) {
      long safe =
          wire.kv(store.getId())
              .getStoreSafeTS(Kvrpcpb.StoreSafeTSRequest.getDefaultInstance())
              .getSafeTs();
      assertThat(safe).isBetween(0L, wire.pd().tso());
    }
  }
}
