package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.codec.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Text of files, in each character set. */
class TextDecoderTest {
  @ParameterizedTest
  @EnumSource(
      value = Charset.class,
      names = {"ASCII", "UTF8", "UTF8MB4", "LATIN1", "GBK", "GB18030"})
  void readsEveryCharacterThatItWrites(Charset charset) {
    TextDecoder decoder = TextDecoder.of(charset);
    Bytes out = new Bytes(16);
    int written = 0;
    for (int point = 0; point <= Character.MAX_CODE_POINT; point += point < 0x10000 ? 1 : 1009) {
      if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
        continue;
      }
      String text = Character.toString(point);
      byte[] bytes;
      try {
        bytes = decoder.encode(text);
      } catch (BadValueException lacking) {
        continue;
      }
      written++;
      int bad = decoder.decode(bytes, 0, bytes.length, null, out.clear());
      if (bad >= 0 || !text.equals(text(out))) {
        assertThat(text(out)).as("U+%04X, %d", point, bad).isEqualTo(text);
      }
    }
    int least =
        switch (charset) {
          case ASCII -> 128;
          case LATIN1 -> 256;
          case GBK -> 21_000;
          default -> 64_000;
        };
    assertThat(written).isGreaterThanOrEqualTo(least);
  }

  @Test
  void takesAsUtf8WhatIsWellFormed() {
    TextDecoder decoder = TextDecoder.of(Charset.UTF8MB4);
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(4)];
      random.nextBytes(bytes);
      bytes[0] |= (byte) 0x80;
      for (int j = 1; j < bytes.length; j++) {
        bytes[j] = random.nextInt(8) == 0 ? bytes[j] : (byte) (0x80 | (bytes[j] & 0x3f));
      }
      boolean taken = decoder.decode(bytes, 0, bytes.length, null, new Bytes(16)) < 0;
      if (taken != isUtf8(bytes)) {
        assertThat(taken).as(HexFormat.of().formatHex(bytes)).isEqualTo(isUtf8(bytes));
      }
    }
  }

  @Test
  void tellsWhereTheFirstByteStandsThatIsNoCharacter() {
    byte[] bytes = {'a', (byte) 0xd6, (byte) 0xd0, (byte) 0xff, 'b'};
    Bytes out = new Bytes(16);
    assertThat(TextDecoder.of(Charset.GBK).decode(bytes, 0, 5, null, out)).isEqualTo(3);
    assertThat(text(out)).isEqualTo("a\u4e2d");
  }

  @Test
  void refusesToWriteWhatTheCharacterSetLacks() {
    assertThatThrownBy(() -> TextDecoder.of(Charset.LATIN1).encode("\u4e2d"))
        .hasMessageContaining("latin1 has no U+4E2D");
    assertThatThrownBy(() -> TextDecoder.of(Charset.GBK).encode("\ud83d\ude00"))
        .hasMessageContaining("gbk has no U+1F600");
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
  }
}
