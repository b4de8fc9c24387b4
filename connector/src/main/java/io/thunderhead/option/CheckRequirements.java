package io.thunderhead.option;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The prechecks that a user has done without.
 *
 * @param skipped never one that guards the stored bytes
 */
public record CheckRequirements(Set<CheckId> skipped) {
  /** Every check. */
  public static final CheckRequirements ALL = new CheckRequirements(Set.of());

  /** Takes a copy. */
  public CheckRequirements {
    skipped = Set.copyOf(skipped);
    for (CheckId id : skipped) {
      if (!id.skippable()) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "option check-requirements: %s cannot be skipped, a load without it would store wrong bytes. Leave it out."
                .formatted(id));
      }
    }
  }

  /**
   * Reads {@code true}, {@code false} for none but those that guard the stored bytes, or the ids of
   * checks to skip.
   */
  static CheckRequirements parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> ALL;
      case "false" -> {
        Set<CheckId> skipped = EnumSet.allOf(CheckId.class);
        skipped.removeIf(id -> !id.skippable());
        yield new CheckRequirements(skipped);
      }
      default -> {
        Set<CheckId> skipped = EnumSet.noneOf(CheckId.class);
        Values.list(text).forEach(name -> skipped.add(id(name)));
        yield new CheckRequirements(skipped);
      }
    };
  }

  private static CheckId id(String name) {
    List<String> names = Arrays.stream(CheckId.values()).map(CheckId::name).toList();
    String known = name.toUpperCase(Locale.ROOT);
    if (!names.contains(known)) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option check-requirements: '%s' is no check.%s Write true, false, or ids of checks to skip: %s."
              .formatted(name, NearestName.hint(name, names), String.join(", ", names)));
    }
    return CheckId.valueOf(known);
  }

  /** Tells whether a check is left out. */
  public boolean skips(CheckId id) {
    return skipped.contains(id);
  }
}
