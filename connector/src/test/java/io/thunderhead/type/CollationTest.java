package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.MemComparable;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollationTest {
  private static final String[] COLUMNS = {
    "utf8mb4_0900_bin",
    "utf8mb4_bin",
    "utf8mb4_general_ci",
    "utf8mb4_unicode_ci",
    "utf8mb4_0900_ai_ci",
    "gbk_bin",
    "gbk_chinese_ci"
  };

  /** The columns are {@link #COLUMNS}, the rows those of kv-encoding 5.2. */
  @ParameterizedTest
  @CsvSource({
    "61, 61, 61, 0041, 0e33, 1c47, 61, 41",
    "41, 41, 41, 0041, 0e33, 1c47, 41, 41",
    "6120, 6120, 61, 0041, 0e33, 1c470209, 61, 41",
    "efb7bb, efb7bb, efb7bb, fdfb, 135e13ab0209135e13ab135013ab13b7,"
        + " 2325239c02092325239c230b239c23b1, 3f, 3f",
    "e4b8ade69687, e4b8ade69687, e4b8ade69687, 4e2d6587, fb40ce2dfb40e587, fb40ce2dfb40e587,"
        + " d6d0cec4, d321c1ad",
    "eab09feab09031, eab09feab09031, eab09feab09031, ac1fac100031, fbc1ac1ffbc1ac100e2a,"
        + " 3bf53c743cd33bf53c733ce01c3e, 3f3f31, 3f3f31",
    "f3bfbfbef3bfbfbf, f3bfbfbef3bfbfbf, f3bfbfbef3bfbfbf, fffdfffd, fffdfffd, fbdffffefbdfffff,"
        + " 3f3f, 3f3f"
  })
  void agreesWithTheVectors(
      String input, String c0, String c1, String c2, String c3, String c4, String c5, String c6) {
    String[] expected = {c0, c1, c2, c3, c4, c5, c6};
    for (int i = 0; i < COLUMNS.length; i++) {
      assertThat(keyOfHex(COLUMNS[i], input)).as(COLUMNS[i]).isEqualTo(expected[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "utf8mb4_general_ci, 0046004f004f002000a900200042004100520020fffd0020"
        + "00420041005a002026030020005100550058",
    "utf8mb4_unicode_ci, 0eb90f820f82020902c502090e4a0e330fc00209fffd02090e4a0e33106a020906ff"
        + "02090fb4101f105a",
    "utf8mb4_0900_ai_ci, 1ce51ddd1ddd0209058402091c601c471e3302090ef002091c601c471f210209091b"
        + "02091e211eb51eff",
    "gbk_bin, 466f6f203f20626172203f2062617a203f20717578",
    "gbk_chinese_ci, 464f4f203f20424152203f2042415a203f20515558"
  })
  void agreesWithTheLongVector(String collation, String expected) {
    assertThat(key(collation, "Foo © bar 𝌆 baz ☃ qux")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "utf8mb4_general_ci, true",
    "utf8mb4_unicode_ci, true",
    "utf8mb4_0900_ai_ci, false",
    "utf8mb4_0900_bin, false",
    "utf8mb4_bin, true",
    "gbk_bin, true",
    "gbk_chinese_ci, true",
    "gb18030_bin, true"
  })
  void ignoresTrailingSpacesWherePadded(String collation, boolean pads) {
    assertThat(key(collation, "a  ").equals(key(collation, "a"))).isEqualTo(pads);
    assertThat(key(collation, "  ").isEmpty()).isEqualTo(pads);
    assertThat(key(collation, " a")).isNotEqualTo(key(collation, "a"));
    assertThat(key(collation, "a\u3000")).isNotEqualTo(key(collation, "a"));
    assertThat(key(collation, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"utf8mb4_general_ci", "utf8_unicode_ci", "utf8mb4_0900_ai_ci", "gbk_chinese_ci"})
  void endsTheKeyBeforeBytesThatAreNoCharacter(String collation) {
    String a = key(collation, "a");
    assertThat(keyOfHex(collation, "61ff62")).isEqualTo(a);
    assertThat(keyOfHex(collation, "61c3")).isEqualTo(a);
    assertThat(keyOfHex(collation, "61eda08062")).isEqualTo(a);
    assertThat(keyOfHex(collation, "ff")).isEmpty();
    assertThat(keyOfHex(collation, "61efbfbd")).isNotEqualTo(a);
  }

  @Test
  void takesBytesThatAreNoCharacterAsQuestionMarksInBytesOfGbk() {
    assertThat(keyOfHex("gbk_bin", "61c3ff62")).isEqualTo("613f62");
    assertThat(keyOfHex("gb18030_bin", "61c3ff62")).isEqualTo("613f62");
    assertThat(keyOfHex("utf8mb4_bin", "61ff62")).isEqualTo("61ff62");
  }

  @Test
  void comparesAsTheCollationsAreKnownFor() {
    assertThat(key("utf8mb4_general_ci", "ß")).isEqualTo(key("utf8mb4_general_ci", "S"));
    assertThat(key("utf8mb4_unicode_ci", "ß")).isEqualTo(key("utf8mb4_unicode_ci", "ss"));
    assertThat(key("utf8mb4_0900_ai_ci", "ß")).isEqualTo(key("utf8mb4_0900_ai_ci", "SS"));
    assertThat(key("utf8mb4_general_ci", "й")).isNotEqualTo(key("utf8mb4_general_ci", "И"));
    assertThat(key("utf8mb4_0900_ai_ci", "é\u0301")).isEqualTo(key("utf8mb4_0900_ai_ci", "E"));
    assertThat(key("utf8mb4_0900_ai_ci", "\u0000")).isEmpty();
    assertThat(key("gbk_bin", "€")).isEqualTo("3f");
    assertThat(key("gbk_chinese_ci", "[")).isEqualTo("5c");
  }

  @Test
  void writesTheBytesOfGb18030() {
    assertThat(key("gb18030_bin", "a中€")).isEqualTo("61d6d0a2e3");
    assertThat(key("gb18030_bin", "\u1e3f\ue7c7\ufe10\ue78d\u9fb4"))
        .isEqualTo("a8bc8135f437a6d984318236fe59");
    assertThat(key("gb18030_bin", "\ue000\ue4c6\ue766")).isEqualTo("aaa1a140a2ab");
    assertThat(key("gb18030_bin", "\u0080😀")).isEqualTo("813081309439fc36");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "utf8mb4_general_ci",
        "utf8mb4_unicode_ci",
        "utf8mb4_0900_ai_ci",
        "gbk_bin",
        "gbk_chinese_ci",
        "gb18030_bin"
      })
  void makesTheKeyOfAStringFromThoseOfItsCharacters(String collation) {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      String text = randomText(random);
      StringBuilder keys = new StringBuilder();
      text.codePoints().forEach(point -> keys.append(key(collation, Character.toString(point))));
      assertThat(key(collation, text + "a")).isEqualTo(keys + key(collation, "a"));
    }
  }

  /** Keys of an index must sort as the collation does, and be equal where it says so. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "utf8mb4_bin",
        "utf8mb4_general_ci",
        "utf8mb4_unicode_ci",
        "utf8mb4_0900_ai_ci",
        "gbk_chinese_ci"
      })
  void keepsTheOrderInIndexKeys(String collation) {
    Random random = new Random(11);
    for (int i = 0; i < 5000; i++) {
      byte[] a = sortKey(collation, randomText(random).getBytes(StandardCharsets.UTF_8));
      byte[] b = sortKey(collation, randomText(random).getBytes(StandardCharsets.UTF_8));
      int inIndex =
          Arrays.compareUnsigned(MemComparable.encodeBytes(a), MemComparable.encodeBytes(b));
      assertThat(Integer.signum(inIndex)).isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
    }
  }

  @Test
  void sortsWordsAsReadersExpect() {
    assertSorted("utf8mb4_unicode_ci", "", "1", "Ähre", "apfel", "Zebra", "Ωmega", "中");
    assertSorted("utf8mb4_0900_ai_ci", "-", "1", "Ähre", "apfel", "éclair", "Zoo", "дом", "가나");
    assertSorted("utf8mb4_general_ci", "1", "Apfel", "äpfelx", "Éclair", "zoo", "ω");
    assertSorted("gbk_chinese_ci", "a", "B", "啊", "北京", "中文");
    assertSorted("gbk_bin", "B", "a", "啊", "中文");
  }

  @Test
  void knowsUtf8ByBothOfItsNames() {
    assertThat(Collation.find("utf8mb3_general_ci")).isEqualTo(Collation.find("utf8_general_ci"));
    assertThat(Collation.find("gb18030_chinese_ci")).isEmpty();
  }

  @Test
  void sortsByBytesWithoutNewCollations() {
    Collation raw = Collation.effective("utf8mb4_0900_ai_ci", false);
    Bytes key = new Bytes(16);
    raw.sortKey("A ".getBytes(StandardCharsets.UTF_8), 2, key);
    assertThat(key.toByteArray()).containsExactly('A', ' ');
    assertThat(raw.needsRestoredData(true)).isFalse();
    assertThat(Collation.effective("gb18030_chinese_ci", false)).isSameAs(raw);
    assertThatThrownBy(() -> Collation.effective("gb18030_chinese_ci", true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** kv-encoding 3.2. */
  @ParameterizedTest
  @CsvSource({
    "binary, false, false",
    "utf8mb4_0900_bin, false, false",
    "ascii_bin, false, true",
    "utf8mb4_bin, false, true",
    "utf8mb4_general_ci, true, true",
    "utf8_unicode_ci, true, true",
    "utf8mb4_0900_ai_ci, true, true",
    "gbk_bin, true, true",
    "gbk_chinese_ci, true, true",
    "gb18030_bin, true, true"
  })
  void restoresWhatASortKeyLoses(String name, boolean fixed, boolean varying) {
    Collation collation = Collation.find(name).orElseThrow();
    assertThat(collation.needsRestoredData(false)).isEqualTo(fixed);
    assertThat(collation.needsRestoredData(true)).isEqualTo(varying);
  }

  private static void assertSorted(String collation, String... words) {
    assertThat(List.of(words))
        .isSortedAccordingTo(
            (a, b) ->
                Arrays.compareUnsigned(
                    sortKey(collation, a.getBytes(StandardCharsets.UTF_8)),
                    sortKey(collation, b.getBytes(StandardCharsets.UTF_8))));
  }

  /** Makes text without spaces, which a key of one character may lose. */
  private static String randomText(Random random) {
    int[] bounds = {0x80, 0x180, 0x600, 0x3100, 0xa000, 0xd800, 0x1f700, 0x2ce00};
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(6); left > 0; left--) {
      int point = random.nextInt(bounds[random.nextInt(bounds.length)]);
      boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
      text.appendCodePoint(surrogate || point == ' ' ? 'x' : point);
    }
    return text.toString();
  }

  private static String key(String collation, String text) {
    return HexFormat.of().formatHex(sortKey(collation, text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String keyOfHex(String collation, String hex) {
    return HexFormat.of().formatHex(sortKey(collation, HexFormat.of().parseHex(hex)));
  }

  private static byte[] sortKey(String collation, byte[] utf8) {
    Bytes out = new Bytes(16);
    Collation.find(collation).orElseThrow().sortKey(utf8, utf8.length, out);
    return out.toByteArray();
  }
}
