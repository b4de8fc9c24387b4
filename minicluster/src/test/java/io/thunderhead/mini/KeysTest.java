package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long TS = 451234567890123456L;

  @ParameterizedTest
  @CsvSource({
    "'', 0000000000000000f7",
    "6162636465666768, 6162636465666768ff0000000000000000f7",
    "7480000000000000645f728000000000000001,"
        + " 7480000000000000ff645f728000000000ff0000010000000000fa"
  })
  void encodesLikeTheVectors(String raw, String encoded) {
    assertThat(Keys.encode(HEX.parseHex(raw))).isEqualTo(HEX.parseHex(encoded));
    assertThat(Keys.decode(HEX.parseHex(encoded))).isEqualTo(HEX.parseHex(raw));
  }

  @Test
  void makesTheDataKeyOfTheVector() {
    byte[] raw = HEX.parseHex("7480000000000000645f728000000000000001");
    byte[] data = Keys.data(Keys.withTs(Keys.encode(raw), TS));
    assertThat(HEX.formatHex(data))
        .isEqualTo("7a7480000000000000ff645f728000000000ff0000010000000000faf9bce48d1e88453f");
    assertThat(Keys.ts(data)).isEqualTo(TS);
  }

  @Test
  void keepsTheOrderOfRawKeys() {
    Random random = new Random(7);
    byte[][] raws = new byte[300][];
    for (int i = 0; i < raws.length; i++) {
      raws[i] = new byte[random.nextInt(20)];
      random.nextBytes(raws[i]);
    }
    Arrays.sort(raws, Keys::compare);
    for (int i = 1; i < raws.length; i++) {
      int order = Keys.compare(Keys.encode(raws[i - 1]), Keys.encode(raws[i]));
      assertThat(order).isLessThanOrEqualTo(0);
      assertThat(order == 0).isEqualTo(Arrays.equals(raws[i - 1], raws[i]));
    }
  }

  @Test
  void sortsNewerVersionsFirst() {
    byte[] key = Keys.encode(new byte[] {1});
    assertThat(Keys.compare(Keys.withTs(key, 5), Keys.withTs(key, 4))).isNegative();
    assertThat(Keys.compare(Keys.withTs(key, -1L), Keys.withTs(key, 5))).isNegative();
  }

  @Test
  void findsTheEndOfAnEncodedKeyBeforeATimestamp() {
    byte[] key = Keys.encode("abcdefghij".getBytes(Texts.UTF8));
    assertThat(Keys.encodedLength(Keys.withTs(key, TS))).isEqualTo(key.length);
    assertThat(Keys.encodedLength("raw".getBytes(Texts.UTF8))).isEqualTo(-1);
  }

  @Test
  void refusesToDecodeWhatIsNotEncoded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keys.decode(HEX.parseHex("6101000000000000f8")))
        .withMessageContaining("memcomparable");
  }

  @Test
  void putsInfinityBehindAllDataKeys() {
    assertThat(Keys.dataEnd(new byte[0])).isEqualTo(new byte[] {'{'});
  }
}
