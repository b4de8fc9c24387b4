package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.json.InvalidJsonException;
import io.thunderhead.json.JsonKind;
import io.thunderhead.json.JsonParser;
import io.thunderhead.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A path of keys and positions into a document, without wildcards. */
final class JsonPath {
  private static final Pattern LEG =
      Pattern.compile(
          "\\s*(?:\\.\\s*(?:([A-Za-z_$][A-Za-z0-9_$]*)|(\"(?:[^\"\\\\]|\\\\.)*\"))"
              + "|\\[\\s*([0-9]{1,9})\\s*\\])\\s*");

  /** A key, or a position where the key is null. */
  private record Leg(byte[] key, int position) {}

  private final List<Leg> legs = new ArrayList<>();

  /**
   * Parses a path such as {@code $.a."b c"[0]}.
   *
   * @throws UnsupportedExpressionException when it has anything else
   */
  JsonPath(String text) {
    String path = text.strip();
    Matcher matcher = LEG.matcher(path);
    int at = 1;
    boolean known = path.startsWith("$");
    while (known && at < path.length()) {
      matcher.region(at, path.length());
      known = matcher.lookingAt();
      if (known) {
        add(matcher);
        at = matcher.end();
      }
    }
    if (!known) {
      throw Env.unsupported("the JSON path " + text);
    }
  }

  private void add(Matcher leg) {
    if (leg.group(3) != null) {
      legs.add(new Leg(null, Integer.parseInt(leg.group(3))));
    } else if (leg.group(1) != null) {
      legs.add(new Leg(leg.group(1).getBytes(StandardCharsets.UTF_8), -1));
    } else {
      legs.add(new Leg(unquoted(leg.group(2)), -1));
    }
  }

  private static byte[] unquoted(String key) {
    byte[] utf8 = key.getBytes(StandardCharsets.UTF_8);
    Bytes document = new Bytes(utf8.length);
    try {
      new JsonParser().parse(utf8, utf8.length, document);
    } catch (InvalidJsonException e) {
      throw Env.unsupported("the JSON path key " + key);
    }
    return JsonValues.string(JsonValue.of(document.array(), 0)).getBytes(StandardCharsets.UTF_8);
  }

  /** Returns what the path leads to, null when there is nothing. */
  JsonValue find(JsonValue document) {
    JsonValue value = document;
    for (Leg leg : legs) {
      value = leg.key() == null ? element(value, leg.position()) : member(value, leg.key());
      if (value == null) {
        return null;
      }
    }
    return value;
  }

  /** Returns an element of an array; what is no array is its own first element. */
  private static JsonValue element(JsonValue value, int position) {
    if (value.kind() != JsonKind.ARRAY) {
      return position == 0 ? value : null;
    }
    return position < value.count() ? value.element(position) : null;
  }

  private static JsonValue member(JsonValue value, byte[] key) {
    if (value.kind() != JsonKind.OBJECT) {
      return null;
    }
    for (int i = 0; i < value.count(); i++) {
      int from = value.keyFrom(i);
      if (Arrays.equals(value.data(), from, from + value.keyLength(i), key, 0, key.length)) {
        return value.element(i);
      }
    }
    return null;
  }
}
