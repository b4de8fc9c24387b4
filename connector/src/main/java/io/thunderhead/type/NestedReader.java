package io.thunderhead.type;

import io.thunderhead.type.NestedWriter.Token;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Reads what {@link NestedWriter} wrote, one token after the other. */
public final class NestedReader {
  private static final int NANOS_PER_MICRO = 1000;

  private final byte[] data;
  private final ByteBuffer buffer;
  private Token token = Token.NULL;
  private long number;
  private int micros;
  private int from;
  private int length;

  /** Reads the value in {@code [from, to)}. */
  public NestedReader(byte[] data, int from, int to) {
    this.data = data;
    this.buffer = ByteBuffer.wrap(data, from, to - from);
  }

  /** Steps to the next token; returns false at the end. */
  public boolean next() {
    if (!buffer.hasRemaining()) {
      return false;
    }
    token = Token.of(buffer.get());
    switch (token) {
      case NULL, TRUE, FALSE, ARRAY, OBJECT, END -> {}
      case INTEGER, UNSIGNED, DOUBLE, DATE -> number = buffer.getLong();
      case CIVIL, INSTANT -> {
        number = buffer.getLong();
        micros = (int) buffer.getLong();
      }
      case DECIMAL -> {
        number = buffer.getLong();
        readBytes();
      }
      case TEXT, KEY -> readBytes();
    }
    return true;
  }

  public Token token() {
    return token;
  }

  /** Returns the number, the bits of a double, the days or the seconds. */
  public long number() {
    return number;
  }

  public int micros() {
    return micros;
  }

  public byte[] data() {
    return data;
  }

  /** Returns where the bytes of a text or key start. */
  public int from() {
    return from;
  }

  /** Returns how many bytes a text or key has. */
  public int length() {
    return length;
  }

  public BigDecimal decimal() {
    return new BigDecimal(new BigInteger(data, from, length), (int) number);
  }

  /** Returns a value as a message shows it: like JSON, with unquoted texts. */
  public static String text(byte[] data, int from, int to) {
    NestedReader reader = new NestedReader(data, from, to);
    StringBuilder out = new StringBuilder();
    StringBuilder ends = new StringBuilder();
    boolean first = true;
    while (reader.next()) {
      boolean end = reader.token == Token.END;
      out.append(first || end ? "" : ",");
      if (end) {
        out.append(ends.charAt(ends.length() - 1));
        ends.setLength(ends.length() - 1);
      } else {
        out.append(reader.tokenText());
      }
      boolean array = reader.token == Token.ARRAY;
      if (array || reader.token == Token.OBJECT) {
        ends.append(array ? ']' : '}');
      }
      first = array || reader.token == Token.OBJECT || reader.token == Token.KEY;
    }
    return out.toString();
  }

  private String tokenText() {
    return switch (token) {
      case NULL, TRUE, FALSE -> token.name().toLowerCase(Locale.ROOT);
      case ARRAY -> "[";
      case OBJECT -> "{";
      case END -> "";
      case INTEGER -> Long.toString(number);
      case UNSIGNED -> Long.toUnsignedString(number);
      case DOUBLE -> Double.toString(Double.longBitsToDouble(number));
      case DATE -> LocalDate.ofEpochDay(number).toString();
      case CIVIL ->
          Instant.ofEpochSecond(number, (long) micros * NANOS_PER_MICRO)
              .atOffset(ZoneOffset.UTC)
              .toLocalDateTime()
              .toString();
      case INSTANT -> Instant.ofEpochSecond(number, (long) micros * NANOS_PER_MICRO).toString();
      case DECIMAL -> decimal().toPlainString();
      case TEXT -> bytesText();
      case KEY -> bytesText() + ":";
    };
  }

  private String bytesText() {
    return new String(data, from, length, StandardCharsets.UTF_8);
  }

  private void readBytes() {
    length = (int) buffer.getLong();
    from = buffer.position();
    buffer.position(from + length);
  }
}
