package io.thunderhead.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Vectors of import-protocol 12. */
class KvChecksumTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void digestsTheCheckString() {
    byte[] check = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(Crc64.finish(Crc64.update(Crc64.start(), check, 0, check.length)))
        .isEqualTo(0x995dc9bbdf1939faL);
  }

  @Test
  void digestsKeyThenValue() {
    KvChecksum one = sum(kv(1, "80000100000001010061"));
    assertThat(one).isEqualTo(new KvChecksum(0x51fa87f3fa5ea1cfL, 1, 29));
    KvChecksum two = sum(kv(2, "80000100000001010062"));
    assertThat(two.checksum()).isEqualTo(0x0cacee35545e2f82L);
    assertThat(one.plus(two)).isEqualTo(new KvChecksum(6725679395568127565L, 2, 58));
  }

  @Test
  void addsUpInAnyOrder() {
    KvChecksum a = sum(kv(1, "00"));
    KvChecksum b = sum(kv(2, "0102"));
    assertThat(a.plus(b)).isEqualTo(b.plus(a)).isNotEqualTo(a);
    assertThat(a.plus(KvChecksum.EMPTY)).isEqualTo(a);
  }

  @Test
  void printsUnsignedDecimals() {
    assertThat(new KvChecksum(-1, 0, 0).checksumText()).isEqualTo("18446744073709551615");
  }

  @Test
  void takesTheSamePathsForEveryLengthAndOffset() {
    byte[] data = new byte[300];
    new Random(7).nextBytes(data);
    for (int length = 0; length < 64; length++) {
      long whole = Crc64.update(Crc64.start(), data, 11, length);
      long pieces = Crc64.start();
      for (int i = 0; i < length; i++) {
        pieces = Crc64.update(pieces, data, 11 + i, 1);
      }
      assertThat(whole).isEqualTo(pieces);
    }
  }

  private static byte[][] kv(long handle, String value) {
    return new byte[][] {
      HEX.parseHex("7480000000000000645f72" + HEX.toHexDigits(handle ^ Long.MIN_VALUE)),
      HEX.parseHex(value)
    };
  }

  private static KvChecksum sum(byte[][] kv) {
    KvChecksum.Sum sum = new KvChecksum.Sum();
    sum.add(kv[0], 0, kv[0].length, kv[1], 0, kv[1].length);
    return sum.total();
  }
}
