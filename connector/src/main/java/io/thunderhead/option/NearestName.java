package io.thunderhead.option;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what a user meant by a name that is not known. */
public final class NearestName {
  private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

  private NearestName() {}

  /** Returns the known name that is the fewest edits away, or null when all are far. */
  public static String of(String name, Collection<String> known) {
    String lower = name.toLowerCase(Locale.ROOT);
    int far = Math.max(2, name.length() / 2);
    return known.stream()
        .min(Comparator.comparingInt(k -> distance(lower, k)))
        .filter(k -> distance(lower, k) <= far)
        .orElse(null);
  }

  /** Returns {@code " Did you mean 'x'?"}, or nothing when no name is near. */
  public static String hint(String name, Collection<String> known) {
    String nearest = of(name, known);
    return nearest == null ? "" : " Did you mean '" + nearest + "'?";
  }

  static LoadOption<?> known(String key, List<LoadOption<?>> all) {
    LoadOption<?> found = find(key, all);
    if (found == null) {
      throw unknown(key, all);
    }
    return found;
  }

  /** Returns the option of a name, or null. */
  static LoadOption<?> find(String key, List<LoadOption<?>> all) {
    String plain = plain(key);
    return all.stream()
        .filter(o -> plain(o.key()).equals(plain) || hasAlias(o, plain))
        .findFirst()
        .orElse(null);
  }

  private static LoadException unknown(String key, List<LoadOption<?>> all) {
    List<String> keys = all.stream().map(o -> o.key()).toList();
    return new LoadException(
        ErrorCode.INVALID_OPTION,
        "option '%s' is not known.%s Options are: %s."
            .formatted(key, hint(key, keys), String.join(", ", keys)));
  }

  private static boolean hasAlias(LoadOption<?> option, String plain) {
    return option.aliases().stream().anyMatch(alias -> plain(alias).equals(plain));
  }

  /** Kebab and camel case of one key are alike. */
  private static String plain(String key) {
    return key.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
  }

  private static int distance(String lower, String known) {
    return DISTANCE.apply(lower, known.toLowerCase(Locale.ROOT));
  }
}
