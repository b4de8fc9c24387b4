package io.thunderhead.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTypeTest {
  private final JsonType type = new JsonType(new ConversionRules(Set.of(), ZoneOffset.UTC, true));

  private String hex(String text) {
    Datum value = new Datum();
    type.fromText(text, value);
    return HexFormat.of().formatHex(value.bytes().toByteArray());
  }

  private String shown(String text) {
    Datum value = new Datum();
    type.fromText(text, value);
    byte[] bytes = value.bytes().toByteArray();
    return type.text(bytes, 0, bytes.length);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[1,\"ab\",true,null]|030400000027000000091c0000000c2400000004010000000400000000"
            + "0100000000000000026162",
        "{\"b\":1.5,\"a\":[]}|0102000000300000001e00000001001f0000000100"
            + "03200000000b2800000061620000000008000000000000000000f83f",
        "{\"a\":{\"c\":\"x\"}}|01010000002a000000130000000100011400000061"
            + "01000000160000001300000001000c14000000630178",
        "{\"a\":1,\"a\":2}|{\"a\":2}",
        "{\"b\":1,\"a\":2,\"b\":3,\"a\":4}|{\"a\":4,\"b\":3}",
        "1|090100000000000000",
        "-9223372036854775808|090000000000000080",
        "9223372036854775808|0a0000000000000080",
        "18446744073709551615|0affffffffffffffff",
        "18446744073709551616|0b000000000000f043",
        "-9223372036854775809|0b000000000000e0c3",
        "1.0|0b000000000000f03f",
        "1e2|0b0000000000005940",
        "-0|090000000000000000",
        "-0.0|0b0000000000000080",
        "\"\\ud83d\\ude00\"|0c04f09f9880",
        "\"\\ud83dx\"|0c04efbfbd78",
        "\"\\ud83d\\ud83d\\ude00\"|0c07efbfbdf09f9880",
        "\"\\ude00\"|0c03efbfbd",
        "\"\\u0000\\/\\\"\"|0c03002f22",
      })
  void writesTheBinaryForm(String text, String expected) {
    assertThat(hex(text)).isEqualTo(expected.startsWith("{") ? hex(expected) : expected);
  }

  @Test
  void mendsBytesThatAreNoUtf8() {
    Datum value = new Datum();
    type.fromBytes(new byte[] {'"', (byte) 0xe4, (byte) 0xb8, 'a', '"'}, value);
    assertThat(value.bytes().toByteArray())
        .isEqualTo(HexFormat.of().parseHex("0c07efbfbdefbfbd61"));
  }

  @Test
  void countsLengthsOfStringsInGroupsOfSevenBits() {
    assertThat(hex("\"" + "x".repeat(300) + "\"")).startsWith("0cac0278");
    assertThat(shown("[\"" + "x".repeat(300) + "\", 7]")).endsWith("x\", 7]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "truex",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
        "1e",
        "NaN",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "\"a\\n\t\"",
        "1 2",
        "[1] x",
        "\u00a01",
        "\ufeff1",
        "1e400",
        "// c\n1"
      })
  void refusesWhatIsNoJson(String text) {
    Datum value = new Datum();
    assertThatThrownBy(() -> type.fromText(text, value)).isInstanceOf(BadValueException.class);
  }

  @Test
  void takesAHundredLevels() {
    String deep = "[".repeat(100) + "1" + "]".repeat(100);
    assertThat(shown(deep)).isEqualTo(deep);
    assertThat(shown("[" + deep.replace("1", "") + "]")).hasSize(202);
    Datum value = new Datum();
    assertThatThrownBy(() -> type.fromText("[" + deep + "]", value))
        .hasMessageContaining("deeper than 100");
  }

  @Test
  void refusesKeysThatDoNotFitTheirLength() {
    Datum value = new Datum();
    type.fromText("{\"" + "k".repeat(65535) + "\":1}", value);
    assertThatThrownBy(() -> type.fromText("{\"" + "k".repeat(65536) + "\":1}", value))
        .hasMessageContaining("65535");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "1.0|1.0",
        "100000000000000.0|100000000000000.0",
        "1e15|1e15",
        "1.5e300|1.5e300",
        "-1.25e-20|-1.25e-20",
        "0.00001|0.00001",
        "-0.0|-0.0",
        "{\"b\" : [1,  2.5,\"x\"], \"a\":null}|{\"a\": null, \"b\": [1, 2.5, \"x\"]}",
        "\"\\u0001\\n\\\"\\\\\"|\"\\u0001\\n\\\"\\\\\"",
        "[[],{}]|[[], {}]",
        "[true,false]|[true, false]"
      })
  void printsAsTidbDoes(String text, String expected) {
    assertThat(shown(text)).isEqualTo(expected);
  }

  @Test
  void printsScalarsThatTextDoesNotHave() {
    JsonWriter writer = new JsonWriter();
    Bytes out = new Bytes(64);
    writer.start(out);
    writer.startArray();
    long day = 2024L << 50 | 2L << 46 | 29L << 41;
    writer.fixed(JsonKind.DATE, day);
    writer.fixed(JsonKind.DATETIME, day | 13L << 36 | 14L << 30 | 15L << 24 | 123456L << 4);
    writer.end();
    assertThat(JsonText.of(JsonValue.of(out.array(), 0)))
        .isEqualTo("[\"2024-02-29\", \"2024-02-29 13:14:15.123456\"]");
    byte[] opaque = HexFormat.of().parseHex("0dfd02abcd");
    assertThat(JsonText.of(JsonValue.of(opaque, 0))).isEqualTo("\"base64:type253:q80=\"");
    assertThatThrownBy(() -> type.text(new byte[] {3, 5, 0, 0, 0, 9, 0, 0, 0}, 0, 9))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void agreesWithJacksonAboutTheGrammar() {
    ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    List<String> seeds =
        List.of(
            "{\"a\": [1, -2.5e+3, \"x\\u00e9\\n\"], \"b\": {\"c\": null}}",
            "[true, false, [], {}, 0.1, -0, 12345678901234567890]",
            "  \"s\\\"q\\\\\"  ");
    Random random = new Random(99);
    Datum value = new Datum();
    int taken = 0;
    for (int i = 0; i < 20000; i++) {
      StringBuilder text = new StringBuilder(seeds.get(i % seeds.size()));
      for (int edits = random.nextInt(3); edits >= 0; edits--) {
        int at = random.nextInt(text.length());
        if (random.nextBoolean()) {
          text.deleteCharAt(at);
        } else {
          text.insert(at, "{}[]\",:0-.e\\unt 1".charAt(random.nextInt(17)));
        }
      }
      boolean ours = true;
      try {
        type.fromText(text.toString(), value);
      } catch (BadValueException e) {
        if (e.getMessage().contains("out of range")) {
          continue;
        }
        ours = false;
      }
      assertThat(ours).as(text.toString()).isEqualTo(isJson(mapper, text.toString()));
      if (ours) {
        taken++;
        byte[] bytes = value.bytes().toByteArray();
        assertThat(hex(type.text(bytes, 0, bytes.length)))
            .as(text.toString())
            .isEqualTo(HexFormat.of().formatHex(bytes));
      }
    }
    assertThat(taken).isGreaterThan(1000);
  }

  private static boolean isJson(ObjectMapper mapper, String text) {
    try {
      return !mapper.readTree(text.getBytes(StandardCharsets.UTF_8)).isMissingNode();
    } catch (JsonProcessingException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
