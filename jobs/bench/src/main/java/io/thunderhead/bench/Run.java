package io.thunderhead.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of one run.
 *
 * @param label what the run stands for
 * @param machine what it ran on
 * @param calibrations speeds of this machine in millions of bytes a second, by name
 * @param figures by what was measured: value by column, in the order of the columns
 */
record Run(
    String label,
    String machine,
    Map<String, Double> calibrations,
    Map<String, Map<String, Double>> figures) {

  Run(String label) {
    this(label, Machine.describe(), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** Adds a value. */
  void put(String name, String column, double value) {
    figures.computeIfAbsent(name, any -> new LinkedHashMap<>()).put(column, value);
  }
}
