package io.thunderhead.job;

import io.thunderhead.option.LoadOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The loader's options as options of the command line. */
final class OptionSpecs {
  private OptionSpecs() {}

  static OptionSpec of(LoadOption<?> option) {
    String preset = option.defaultText().isEmpty() ? "" : " Default: " + option.defaultText() + ".";
    List<String> names = new ArrayList<>(List.of("--" + option.key()));
    option.aliases().forEach(alias -> names.add("--" + alias));
    return OptionSpec.builder(names.toArray(String[]::new))
        .type(String.class)
        .paramLabel(label(option))
        .completionCandidates(option.choices().isEmpty() ? null : option.choices())
        .description((option.doc() + preset).replace("%", "%%"))
        .build();
  }

  /**
   * Completion keeps the choices of all options by their labels, so those that have some differ.
   */
  private static String label(LoadOption<?> option) {
    return option.choices().isEmpty()
        ? "VALUE"
        : option.key().toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Returns those that are given, with their text. */
  static Map<String, String> given(ParseResult parsed, Stream<LoadOption<?>> all) {
    Map<String, String> options = new LinkedHashMap<>();
    all.filter(option -> parsed.hasMatchedOption("--" + option.key()))
        .forEach(
            option ->
                options.put(option.key(), parsed.matchedOptionValue("--" + option.key(), "")));
    return options;
  }
}
