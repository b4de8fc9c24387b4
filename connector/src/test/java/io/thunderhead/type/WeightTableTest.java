package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.function.IntPredicate;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sort keys of single characters, against what TiDB printed and digests over all of them. */
class WeightTableTest {
  private static final Path PRINTED = Path.of("src/test/resources/collation");

  static List<WeightTable> tables() {
    return WeightTable.ALL;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void givesEveryCharacterTheKeyThatWasPrinted(WeightTable table) throws IOException {
    SortedMap<Integer, byte[]> printed = WeightFiles.sortKeys(table, PRINTED);
    assertThat(printed).hasSizeGreaterThan(63_000);
    List<String> wrong = new ArrayList<>();
    printed.forEach(
        (point, key) -> {
          byte[] ours = key(table, point);
          if (!Arrays.equals(ours, key)) {
            wrong.add("U+%04X: %s".formatted(point, HexFormat.of().formatHex(ours)));
          }
        });
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void hasTheFileThatTheGeneratorMakes(WeightTable table) throws IOException {
    try (InputStream file = WeightTable.class.getResourceAsStream(table.file())) {
      assertThat(new InflaterInputStream(file).readAllBytes())
          .isEqualTo(WeightFiles.content(table, WeightFiles.sortKeys(table, PRINTED)));
    }
  }

  /**
   * Over every code point the key's length and the key; the first two as kv-encoding 5.4 and 5.5
   * have them, the third of GB18030-2000 with the pairs of 5.8.
   */
  @Test
  void agreesWithTheDigestsOverAllCharacters() {
    IntPredicate hasKey = point -> point != ImplicitWeights.WITHOUT_WEIGHT;
    assertThat(digest(WeightTable.UNICODE_CI, Character.MAX_CODE_POINT, hasKey, 0))
        .isEqualTo("78fdb0de7a3a662e864b8b2e43467ec5e102f3b000f379dfa6ce03a908368ca9");
    assertThat(digest(WeightTable.UCA_0900_AI_CI, Character.MAX_CODE_POINT, hasKey, 0))
        .isEqualTo("b00da0703901389cedd71716fbe841afe936315e10d062fbff5c01976a0a8351");
    assertThat(digest(WeightTable.GB18030, Character.MAX_CODE_POINT, point -> true, 0))
        .isEqualTo("c7cdff905586a413045792e8e31f3e4ae71504dc3762db431b632044a2a0cbf1");
  }

  /** kv-encoding 5.3 and 5.7: over 65536 numbers of two bytes; surrogates are in them. */
  @Test
  void agreesWithTheDigestsOverTheFirstPlane() {
    assertThat(digest(WeightTable.GENERAL_CI, 0xffff, point -> true, 2))
        .isEqualTo("0a239a9be083538f9460c7c656b068e1999187701cb0c3c828c121c6f5630a49");
    assertThat(digest(WeightTable.GBK_CHINESE_CI, 0xffff, point -> true, 2))
        .isEqualTo("936a6495ad2f211980bfb80cd1a52efb0cfbf04f68bfdd75f898d0aeba5336df");
  }

  @Test
  void sharesOneKeyAmongTheCharactersBeyondTheFirstPlane() {
    for (int point = 0x10000; point <= Character.MAX_CODE_POINT; point++) {
      assertThat(key(WeightTable.GENERAL_CI, point)).containsExactly(0xff, 0xfd);
      assertThat(key(WeightTable.GBK, point)).containsExactly('?');
      assertThat(key(WeightTable.GBK_CHINESE_CI, point)).containsExactly('?');
    }
  }

  @Test
  void refusesTheCharacterThatTiDBFailsOn() {
    assertThatThrownBy(() -> key(WeightTable.UCA_0900_AI_CI, 0x2cea1))
        .isInstanceOf(BadValueException.class)
        .hasMessageContaining("U+2CEA1");
  }

  @Test
  void readsItsFileOnce() {
    assertThat(WeightTable.GBK.weights()).isSameAs(WeightTable.GBK.weights());
  }

  @Test
  void refusesDamagedFiles() {
    byte[][] damaged = {
      {}, {1}, {1, 0x41, 2}, {1, 0x41, 2, 2, 9}, {1, 0x41, 1, 2, 9}, {1, 0x41, 3, 2, 2}
    };
    for (byte[] content : damaged) {
      assertThatThrownBy(
              () -> Weights.read(new ByteArrayInputStream(deflated(content)), (p, l, out) -> {}))
          .as(HexFormat.of().formatHex(content))
          .isInstanceOf(IOException.class);
    }
  }

  private static byte[] deflated(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  private static byte[] key(WeightTable table, int point) {
    Bytes out = new Bytes(16);
    table.weights().put(point, out);
    return out.toByteArray();
  }

  /** Digests keys, each filled with zeros to {@code width}, or behind its length when that is 0. */
  private static String digest(WeightTable table, int last, IntPredicate taken, int width) {
    MessageDigest digest = sha256();
    Bytes key = new Bytes(16);
    for (int point = 0; point <= last; point++) {
      boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      if ((surrogate && width == 0) || !taken.test(point)) {
        continue;
      }
      table.weights().put(point, key.clear());
      if (width == 0) {
        digest.update((byte) key.length());
      }
      for (int i = key.length(); i < width; i++) {
        digest.update((byte) 0);
      }
      digest.update(key.array(), 0, key.length());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
