package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.type.StringType.Family;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringTypeTest {
  private static StringType of(Family family, Charset charset, String collation, int length) {
    return new StringType(family, charset, collation, length, Values.STRICT);
  }

  private static StringType varchar(int length) {
    return of(Family.VARCHAR, Charset.UTF8MB4, "utf8mb4_bin", length);
  }

  private static StringType loose(Family family, Charset charset, int length) {
    return new StringType(family, charset, "utf8mb4_bin", length, Values.LOOSE);
  }

  @Test
  void keepsTrailingSpacesOfVarcharAndDropsThoseOfChar() {
    assertThat(Values.text(varchar(5), "ab ")).isEqualTo("ab ");
    StringType fixed = of(Family.CHAR, Charset.UTF8MB4, "utf8mb4_bin", 5);
    assertThat(Values.text(fixed, "ab  ")).isEqualTo("ab");
    assertThat(Values.text(fixed, "ab\t")).isEqualTo("ab\t");
  }

  @Test
  void padsBinaryWithZeros() {
    StringType binary = of(Family.CHAR, Charset.BINARY, "binary", 4);
    assertThat(Values.rowHex(binary, "ab")).isEqualTo("61620000");
    assertThat(Values.text(binary, "ab")).isEqualTo("0x61620000");
    assertThat(Values.shown(binary, Values.datum(binary::zero))).isEqualTo("0x00000000");
    assertThat(Values.rowHex(of(Family.VARCHAR, Charset.BINARY, "binary", 4), "ab "))
        .isEqualTo("616220");
  }

  @Test
  void countsCharactersOfCharAndBytesOfText() {
    assertThat(Values.text(varchar(3), "中文é")).isEqualTo("中文é");
    assertThatThrownBy(() -> Values.text(varchar(3), "中文é😀"))
        .isInstanceOf(BadValueException.class);
    StringType tinytext = of(Family.BLOB, Charset.UTF8MB4, "utf8mb4_bin", 255);
    assertThat(Values.text(tinytext, "中".repeat(85))).hasSize(85);
    assertThatThrownBy(() -> Values.text(tinytext, "中".repeat(86)))
        .isInstanceOf(BadValueException.class);
    assertThat(Values.text(loose(Family.BLOB, Charset.UTF8MB4, 256), "中".repeat(86))).hasSize(85);
  }

  @Test
  void cutsExcessBlanksSilently() {
    assertThat(Values.text(varchar(3), "abc \t\r\n")).isEqualTo("abc");
    StringType text = of(Family.BLOB, Charset.UTF8MB4, "utf8mb4_bin", 3);
    assertThatThrownBy(() -> Values.text(text, "abc ")).isInstanceOf(BadValueException.class);
    StringType binary = of(Family.VARCHAR, Charset.BINARY, "binary", 3);
    assertThatThrownBy(() -> Values.text(binary, "abc ")).isInstanceOf(BadValueException.class);
    assertThat(Values.text(loose(Family.VARCHAR, Charset.UTF8MB4, 3), "abcd")).isEqualTo("abc");
  }

  @Test
  void checksTheCharacterSet() {
    StringType utf8 = of(Family.VARCHAR, Charset.UTF8, "utf8_bin", 9);
    assertThat(Values.text(utf8, "中")).isEqualTo("中");
    assertThatThrownBy(() -> Values.text(utf8, "😀")).isInstanceOf(BadValueException.class);
    StringType ascii = of(Family.VARCHAR, Charset.ASCII, "ascii_bin", 9);
    assertThatThrownBy(() -> Values.text(ascii, "é")).isInstanceOf(BadValueException.class);
    assertThat(Values.text(of(Family.VARCHAR, Charset.LATIN1, "latin1_bin", 9), "中😀"))
        .isEqualTo("中😀");
    assertThat(Values.text(loose(Family.VARCHAR, Charset.UTF8, 9), "a😀b")).isEqualTo("a?b");
    assertThat(Values.text(loose(Family.VARCHAR, Charset.ASCII, 9), "aéb")).isEqualTo("a?b");
  }

  @Test
  void checksBytesAsUtf8() {
    byte[] bad = {'a', (byte) 0xff, 'b'};
    assertThatThrownBy(() -> Values.datum(out -> varchar(9).fromBytes(bad, out)))
        .isInstanceOf(BadValueException.class);
    StringType type = loose(Family.VARCHAR, Charset.UTF8MB4, 9);
    assertThat(Values.shown(type, Values.datum(out -> type.fromBytes(bad, out)))).isEqualTo("a?b");
    assertThat(Values.text(type, "a\ud800b")).isEqualTo("a?b");
  }

  @ParameterizedTest
  @CsvSource({
    "utf8mb4_bin, 'a ', 016100000000000000f8",
    "utf8mb4_bin, '中文', 01e4b8ade69687" + "0000fd",
    "utf8mb4_0900_bin, 'a ', 016120000000000000f9",
    "ascii_bin, '   ', 010000000000000000f7",
    "latin1_bin, 'a\u3000 ', 0161e38080" + "00000000fb"
  })
  void sortsByCollation(String collation, String text, String expected) {
    assertThat(Values.keyHex(of(Family.VARCHAR, Charset.UTF8MB4, collation, 20), text))
        .isEqualTo(expected);
  }

  @Test
  void sortsByRawBytesWithoutNewCollation() {
    ConversionRules old = new ConversionRules(SqlMode.CLUSTER_DEFAULT, ZoneOffset.UTC, false);
    StringType type = new StringType(Family.VARCHAR, Charset.UTF8MB4, "utf8mb4_bin", 9, old);
    assertThat(Values.keyHex(type, "a ")).isEqualTo("016120000000000000f9");
    assertThat(type.needsRestoredData()).isFalse();
  }

  @Test
  void restoresOnlyPaddedVarchar() {
    assertThat(varchar(9).needsRestoredData()).isTrue();
    for (Family family : List.of(Family.CHAR, Family.BLOB)) {
      assertThat(of(family, Charset.UTF8MB4, "utf8mb4_bin", 9).needsRestoredData()).isFalse();
    }
    assertThat(of(Family.VARCHAR, Charset.UTF8MB4, "utf8mb4_0900_bin", 9).needsRestoredData())
        .isFalse();
    assertThat(of(Family.VARCHAR, Charset.BINARY, "binary", 9).needsRestoredData()).isFalse();
  }

  @Test
  void cutsPrefixesByCharactersOrBytes() {
    assertThat(cut(varchar(20), "中文字", 2)).isEqualTo("中文");
    assertThat(cut(varchar(20), "中文", 2)).isEqualTo("中文");
    assertThat(cut(of(Family.BLOB, Charset.BINARY, "binary", 20), "abcdef", 2)).isEqualTo("0x6162");
    assertThat(cut(of(Family.CHAR, Charset.ASCII, "ascii_bin", 20), "abcdef", 2)).isEqualTo("ab");
  }

  @Test
  void mendsBytesOnlyWhenItCuts() {
    StringType latin1 = of(Family.VARCHAR, Charset.LATIN1, "latin1_bin", 9);
    byte[] bad = {'a', (byte) 0xff, 'b'};
    Datum value = Values.datum(out -> latin1.fromBytes(bad, out));
    assertThat(latin1.truncate(value, 3, new Datum()).bytes().toByteArray()).isEqualTo(bad);
    assertThat(latin1.truncate(value, 2, new Datum()).bytes().toByteArray())
        .isEqualTo("a\ufffd".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takesOtherValues() {
    StringType type = varchar(60);
    assertThat(Values.shown(type, Values.datum(out -> type.fromLong(-5, out)))).isEqualTo("-5");
    assertThat(Values.shown(type, Values.datum(out -> type.fromDouble(1e21, out))))
        .isEqualTo("1000000000000000000000");
    assertThat(Values.shown(type, Values.datum(out -> type.fromFloat(0.1f, out)))).isEqualTo("0.1");
    assertThat(Values.shown(type, Values.datum(o -> type.fromDecimal(new BigDecimal("1.50"), o))))
        .isEqualTo("1.50");
    assertThat(Values.shown(type, Values.datum(out -> type.fromDate(19_782, out))))
        .isEqualTo("2024-02-29");
    assertThat(Values.shown(type, Values.datum(out -> type.fromCivil(1_709_212_455L, 5, out))))
        .isEqualTo("2024-02-29 13:14:15.000005");
  }

  @Test
  void keysKeepTheOrderOfBytes() {
    Random random = new Random(17);
    StringType type = of(Family.VARCHAR, Charset.UTF8MB4, "utf8mb4_0900_bin", 40);
    for (int i = 0; i < 2000; i++) {
      String a = text(random);
      String b = text(random);
      int order = Arrays.compareUnsigned(Values.key(type, a), Values.key(type, b));
      byte[] rawA = a.getBytes(StandardCharsets.UTF_8);
      byte[] rawB = b.getBytes(StandardCharsets.UTF_8);
      assertThat(Integer.signum(order))
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(rawA, rawB)));
      assertThat(Values.text(type, a)).isEqualTo(a);
    }
  }

  @Test
  void findsNamesOfEnumsAndSets() {
    EnumType names = new EnumType(List.of("a", "B", "1", ""), "utf8mb4_bin", Values.STRICT);
    assertThat(Values.rowHex(names, "B")).isEqualTo("02");
    assertThat(Values.rowHex(names, "B ")).isEqualTo("02");
    assertThat(Values.rowHex(names, "1")).isEqualTo("03");
    assertThat(Values.rowHex(names, "0x2")).isEqualTo("02");
    assertThat(Values.rowHex(names, "02")).isEqualTo("02");
    assertThat(Values.rowHex(names, "")).isEqualTo("04");
    for (String bad : List.of("b", "0", "5", "-1", "08", "1__0", "99999999999999999999")) {
      assertThatThrownBy(() -> Values.text(names, bad)).isInstanceOf(BadValueException.class);
    }
    EnumType loose = new EnumType(List.of("a"), "utf8mb4_bin", Values.LOOSE);
    assertThat(Values.rowHex(loose, "zzz")).isEqualTo("00");

    SetType set = new SetType(List.of("x", "y", "z"), "utf8mb4_bin", Values.STRICT);
    assertThat(Values.rowHex(set, "")).isEqualTo("00");
    assertThat(Values.text(set, "z,x,z")).isEqualTo("x,z");
    assertThat(Values.text(set, "0b110")).isEqualTo("y,z");
    for (String bad : List.of("x,", "q", "8", "x, y")) {
      assertThatThrownBy(() -> Values.text(set, bad)).isInstanceOf(BadValueException.class);
    }
  }

  @Test
  void findsNamesThatTheCollationHoldsEqual() {
    List<String> elements = List.of("a", "É", "ss");
    EnumType general = new EnumType(elements, "utf8mb4_general_ci", Values.STRICT);
    assertThat(Values.rowHex(general, "A  ")).isEqualTo("01");
    assertThat(Values.rowHex(general, "e")).isEqualTo("02");
    assertThatThrownBy(() -> Values.text(general, "ß")).isInstanceOf(BadValueException.class);
    EnumType uca = new EnumType(elements, "utf8mb4_0900_ai_ci", Values.STRICT);
    assertThat(Values.rowHex(uca, "ß")).isEqualTo("03");
    assertThatThrownBy(() -> Values.text(uca, "A ")).isInstanceOf(BadValueException.class);
    SetType set = new SetType(elements, "utf8mb4_unicode_ci", Values.STRICT);
    assertThat(Values.text(set, "ß,A")).isEqualTo("a,ss");
    ConversionRules old = new ConversionRules(SqlMode.CLUSTER_DEFAULT, ZoneOffset.UTC, false);
    EnumType raw = new EnumType(elements, "utf8mb4_general_ci", old);
    assertThatThrownBy(() -> Values.text(raw, "A")).isInstanceOf(BadValueException.class);
  }

  private static String cut(StringType type, String text, int length) {
    Datum value = Values.datum(out -> type.fromText(text, out));
    return Values.shown(type, type.truncate(value, length, new Datum()));
  }

  private static String text(Random random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int[] ends = {0x80, 0x800, 0xd800, 0x110000};
      int point = random.nextInt(ends[random.nextInt(4)]);
      out.appendCodePoint(point >= 0xd800 && point < 0xe000 ? ' ' : point);
    }
    return out.toString();
  }

  @Test
  void checksWhatGbkCanEncode() {
    StringType gbk = of(Family.VARCHAR, Charset.GBK, "gbk_chinese_ci", 9);
    assertThat(Values.text(gbk, "中文?a")).isEqualTo("中文?a");
    assertThat(Values.rowHex(gbk, "中")).isEqualTo("e4b8ad");
    for (String text : List.of("€", "é中☃", "a😀", "\u0080")) {
      assertThatThrownBy(() -> Values.text(gbk, text)).isInstanceOf(BadValueException.class);
    }
    StringType loose = loose(Family.VARCHAR, Charset.GBK, 9);
    assertThat(Values.text(loose, "中€é😀b")).isEqualTo("中?é?b");
    byte[] bad = {'a', (byte) 0xc3, 'b', 'c'};
    assertThat(Values.shown(loose, Values.datum(out -> loose.fromBytes(bad, out))))
        .isEqualTo("a?c");
  }

  @Test
  void takesEveryCharacterInGb18030() {
    StringType gb18030 = of(Family.VARCHAR, Charset.GB18030, "gb18030_bin", 9);
    assertThat(Values.text(gb18030, "中€é😀\u0080")).isEqualTo("中€é😀\u0080");
    byte[] bad = {'a', (byte) 0xff, 'b'};
    assertThatThrownBy(() -> Values.datum(out -> gb18030.fromBytes(bad, out)))
        .isInstanceOf(BadValueException.class);
  }

  @Test
  void keepsTheValueBesideAKeyOfAnotherForm() {
    assertThat(of(Family.CHAR, Charset.UTF8MB4, "utf8mb4_general_ci", 9).needsRestoredData())
        .isTrue();
    assertThat(of(Family.BLOB, Charset.GBK, "gbk_bin", 9).needsRestoredData()).isTrue();
    ConversionRules old = new ConversionRules(SqlMode.CLUSTER_DEFAULT, ZoneOffset.UTC, false);
    StringType raw = new StringType(Family.VARCHAR, Charset.UTF8MB4, "utf8mb4_0900_ai_ci", 9, old);
    assertThat(raw.needsRestoredData()).isFalse();
    assertThat(Values.keyHex(raw, "A ")).isEqualTo("014120000000000000f9");
  }

  @Test
  void refusesTheCharacterWithoutWeightOnlyInKeys() {
    String text = "a\ud873\udea1";
    StringType type = of(Family.VARCHAR, Charset.UTF8MB4, "utf8mb4_0900_ai_ci", 9);
    assertThat(Values.text(type, text)).isEqualTo(text);
    type.useInKeys();
    assertThat(Values.text(type, "a\ud873\udea0")).hasSize(3);
    assertThatThrownBy(() -> Values.text(type, text))
        .isInstanceOf(BadValueException.class)
        .hasMessageContaining("U+2CEA1");
  }
}
