package io.thunderhead.checksum;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.tikv.KvPair;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KvDifferencesTest {

  @Test
  void findsNothingBetweenEqualKvs() {
    KvDifferences found = between("a=1 b=2", "a=1 b=2");
    assertThat(found.first()).isEmpty();
    assertThat(found.missing() + found.extra() + found.changed()).isZero();
  }

  @Test
  void countsEachKindAndKeepsKeyOrder() {
    KvDifferences found = between("a=1 b=2 d=4 f=6", "b=3 c=9 d=4 g=7");
    assertThat(found.missing()).isEqualTo(2);
    assertThat(found.extra()).isEqualTo(2);
    assertThat(found.changed()).isEqualTo(1);
    assertThat(found.first().stream().map(each -> text(each.key()))).containsExactly("a", "b", "c");
    assertThat(text(found.first().get(1).sent())).isEqualTo("2");
    assertThat(text(found.first().get(1).stored())).isEqualTo("3");
  }

  @Test
  void findsAllMissingAndAllExtra() {
    assertThat(between("a=1 b=2", "").missing()).isEqualTo(2);
    assertThat(between("", "a=1 b=2").extra()).isEqualTo(2);
  }

  @Test
  void takesTheLastOfEqualKeys() {
    assertThat(between("a=1 a=2 a=3 b=1", "a=3 b=1").first()).isEmpty();
    assertThat(between("a=1 a=2", "a=1").changed()).isEqualTo(1);
  }

  private static KvDifferences between(String sent, String stored) {
    return KvDifferences.between(kvs(sent), kvs(stored), 3);
  }

  private static List<KvPair> kvs(String text) {
    return Stream.of(text.split(" "))
        .filter(each -> !each.isEmpty())
        .map(each -> each.split("="))
        .map(each -> new KvPair(bytes(each[0]), bytes(each[1])))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
