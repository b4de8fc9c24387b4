package io.thunderhead.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.Bytes;
import io.thunderhead.json.JsonType;
import io.thunderhead.json.JsonValue;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.Datum;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tikv.shade.com.google.common.hash.HashCode;
import org.tikv.shade.com.google.common.hash.Hashing;

/** Hashes and normal forms. */
class RowFormTest {
  @Test
  void hashesAsMurmur3Does() {
    Random random = new Random(7);
    Murmur128 hash = new Murmur128();
    for (int length = 0; length < 70; length++) {
      byte[] data = new byte[length + 3];
      random.nextBytes(data);
      hash.hash(data, 3, length);
      HashCode expected = Hashing.murmur3_128().hashBytes(data, 3, length);
      assertThat(hash.first()).as("length " + length).isEqualTo(expected.asLong());
      byte[] second = Arrays.copyOfRange(expected.asBytes(), 8, 16);
      assertThat(Long.reverseBytes(hash.second()))
          .isEqualTo(java.nio.ByteBuffer.wrap(second).getLong());
    }
  }

  @Test
  void takesDocumentsForEqualThatSayTheSame() {
    assertThat(form("{\"b\": 1.0, \"a\": [1e0, -0.0]}")).isEqualTo(form("{\"a\":[1,0],\"b\":1}"));
    assertThat(form("18446744073709549568.0")).isEqualTo(form("18446744073709549568"));
  }

  @Test
  void tellsDocumentsApart() {
    assertThat(form("1")).isNotEqualTo(form("\"1\""));
    assertThat(form("[1, 2]")).isNotEqualTo(form("[2, 1]"));
    assertThat(form("9007199254740993")).isNotEqualTo(form("9007199254740992"));
    assertThat(form("null")).isNotEqualTo(form("false"));
    assertThat(form("1.5")).isNotEqualTo(form("1"));
    assertThat(form("{\"a\": null}")).isNotEqualTo(form("{}"));
  }

  private static byte[] form(String json) {
    Datum value = new Datum();
    byte[] utf8 = json.getBytes(StandardCharsets.UTF_8);
    new JsonType(new ConversionRules(Set.of(), ZoneOffset.UTC, true))
        .fromUtf8(utf8, 0, utf8.length, value);
    Bytes out = new Bytes(64);
    JsonForm.put(JsonValue.of(value.bytes().array(), 0), out);
    return out.toByteArray();
  }

  @Test
  void showsWhereLongValuesPart() {
    Shown shown = Shown.of("a".repeat(100) + "b", "a".repeat(100), 20);
    assertThat(shown.source()).isEqualTo("'…aaaaaaaaaab'");
    assertThat(shown.target()).isEqualTo("'…aaaaaaaaaa'");
    assertThat(Shown.of(null, "", 20)).isEqualTo(new Shown("NULL", "''"));
  }
}
