package io.thunderhead.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The vectors of import-protocol 12 hold for the suite's own key forms and digest. */
class WireKeysTest {
  private static final byte[] ROW = WireKeys.recordKey(100, 1);

  @Test
  void buildsRecordKeys() {
    assertThat(ROW).asHexString().isEqualTo("7480000000000000645F728000000000000001");
  }

  @Test
  void encodesKeysMemcomparably() {
    assertThat(WireKeys.encode(new byte[0])).asHexString().isEqualTo("0000000000000000F7");
    assertThat(WireKeys.encode("abcdefgh".getBytes(StandardCharsets.US_ASCII)))
        .asHexString()
        .isEqualTo("6162636465666768FF0000000000000000F7");
    assertThat(WireKeys.encode(ROW))
        .asHexString()
        .isEqualTo("7480000000000000FF645F728000000000FF0000010000000000FA");
    assertThat(WireKeys.decodeBound(WireKeys.encode(ROW))).isEqualTo(ROW);
  }

  @Test
  void refusesABoundThatIsNoEncodedKey() {
    assertThatThrownBy(() -> WireKeys.decodeBound(ROW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void buildsVersionedKeys() {
    assertThat(WireKeys.sstKey(ROW, 451234567890123456L))
        .asHexString()
        .isEqualTo("7A7480000000000000FF645F728000000000FF0000010000000000FAF9BCE48D1E88453F");
  }

  @Test
  void sumsPairs() {
    assertThat(Sum.crc64("123456789".getBytes(StandardCharsets.US_ASCII)))
        .isEqualTo(0x995DC9BBDF1939FAL);
    var first = new Kv(ROW, WireKeys.bytes("80000100000001010061"));
    var second = new Kv(WireKeys.recordKey(100, 2), WireKeys.bytes("80000100000001010062"));
    assertThat(Sum.of(first)).isEqualTo(new Sum(0x51FA87F3FA5EA1CFL, 1, 29));
    assertThat(Sum.of(first, second)).isEqualTo(new Sum(0x5D5669C6AE008E4DL, 2, 58));
  }
}
