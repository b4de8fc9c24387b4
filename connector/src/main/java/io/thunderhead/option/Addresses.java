package io.thunderhead.option;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads addresses; what is none is an {@link IllegalArgumentException}. */
final class Addresses {
  private Addresses() {}

  static List<String> list(String text) {
    return text.isEmpty() ? List.of() : Arrays.stream(text.split(",")).map(Addresses::one).toList();
  }

  static Map<String, String> map(String text) {
    Map<String, String> map = new LinkedHashMap<>();
    for (String pair : text.isEmpty() ? new String[0] : text.split(",")) {
      String[] sides = pair.split("=", -1);
      if (sides.length != 2 || !isHostPort(sides[0]) || !isHostPort(sides[1])) {
        throw new IllegalArgumentException(pair);
      }
      map.put(sides[0].strip(), sides[1].strip());
    }
    return map;
  }

  private static boolean isHostPort(String text) {
    return text.strip().matches("[^:/\\s]+:\\d+");
  }

  static String one(String text) {
    String address = text.strip();
    if (!address.matches("(https?://)?[^:/\\s]+:\\d+/?")) {
      throw new IllegalArgumentException(text);
    }
    return address;
  }
}
