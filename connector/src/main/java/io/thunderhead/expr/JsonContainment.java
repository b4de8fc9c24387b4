package io.thunderhead.expr;

import io.thunderhead.json.JsonKind;
import io.thunderhead.json.JsonValue;
import io.thunderhead.type.BadValueException;
import java.util.Arrays;

/** Whether one document is in another, as JSON_CONTAINS has it. */
final class JsonContainment {
  private JsonContainment() {}

  /**
   * Tells whether a candidate is contained in a target.
   *
   * @throws BadValueException when that hangs on how close two numbers count as equal
   */
  static boolean contains(JsonValue target, JsonValue candidate) {
    return switch (target.kind()) {
      case JsonKind.OBJECT ->
          candidate.kind() == JsonKind.OBJECT && containsMembers(target, candidate);
      case JsonKind.ARRAY -> arrayContains(target, candidate);
      default -> equal(target, candidate);
    };
  }

  private static boolean containsMembers(JsonValue target, JsonValue candidate) {
    for (int i = 0; i < candidate.count(); i++) {
      int found = find(target, candidate, i);
      if (found < 0 || !contains(target.element(found), candidate.element(i))) {
        return false;
      }
    }
    return true;
  }

  private static int find(JsonValue target, JsonValue candidate, int key) {
    int from = candidate.keyFrom(key);
    int to = from + candidate.keyLength(key);
    for (int i = 0; i < target.count(); i++) {
      int start = target.keyFrom(i);
      int end = start + target.keyLength(i);
      if (Arrays.equals(target.data(), start, end, candidate.data(), from, to)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean arrayContains(JsonValue target, JsonValue candidate) {
    if (candidate.kind() == JsonKind.ARRAY) {
      for (int i = 0; i < candidate.count(); i++) {
        if (!arrayContains(target, candidate.element(i))) {
          return false;
        }
      }
      return true;
    }
    for (int i = 0; i < target.count(); i++) {
      if (contains(target.element(i), candidate)) {
        return true;
      }
    }
    return false;
  }

  /** Compares a scalar with anything. */
  private static boolean equal(JsonValue a, JsonValue b) {
    if (isNumber(a) && isNumber(b)) {
      return equalNumbers(a, b);
    } else if (a.kind() != b.kind()) {
      return false;
    }
    return Arrays.equals(
        a.data(), a.at(), a.at() + a.length(), b.data(), b.at(), b.at() + b.length());
  }

  private static boolean equalNumbers(JsonValue a, JsonValue b) {
    if (a.kind() != JsonKind.FLOAT64 && b.kind() != JsonKind.FLOAT64) {
      return a.bits() == b.bits() && (a.kind() == b.kind() || a.bits() >= 0);
    }
    double difference = Math.abs(JsonValues.real(a) - JsonValues.real(b));
    if (difference > 0 && difference < 1e-6) {
      throw new BadValueException("an expression compares JSON numbers that are almost equal");
    }
    return difference == 0;
  }

  private static boolean isNumber(JsonValue json) {
    return json.kind() == JsonKind.INT64
        || json.kind() == JsonKind.UINT64
        || json.kind() == JsonKind.FLOAT64;
  }
}
