package io.thunderhead.precheck;

import io.thunderhead.error.LoadException;
import io.thunderhead.option.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The verdicts of all checks of one load.
 *
 * @param results in the order of their ids
 */
public record PrecheckReport(List<CheckResult> results) {
  private static final String ROW = "%-42s %-9s %-8s %s";

  /** Puts them in order. */
  public PrecheckReport {
    results = results.stream().sorted(Comparator.comparing(CheckResult::id)).toList();
  }

  /** Returns both reports' verdicts as one. */
  public PrecheckReport plus(PrecheckReport other) {
    List<CheckResult> all = new ArrayList<>(results);
    all.addAll(other.results);
    return new PrecheckReport(all);
  }

  /** Returns the failures that stop a load. */
  public List<CheckResult> criticalFailures() {
    return failures(Severity.CRITICAL);
  }

  /** Returns the failures that a load goes on after. */
  public List<CheckResult> warnings() {
    return failures(Severity.WARNING);
  }

  private List<CheckResult> failures(Severity severity) {
    return results.stream()
        .filter(each -> each.hasFailed() && each.id().severity() == severity)
        .toList();
  }

  /**
   * Fails when a critical check has failed.
   *
   * @throws LoadException of the first one's code, which tells them all
   */
  public void requirePassed() {
    List<CheckResult> failed = criticalFailures();
    if (!failed.isEmpty()) {
      throw new LoadException(
          failed.get(0).failure(),
          failed.stream().map(CheckResult::told).collect(Collectors.joining(" ")));
    }
  }

  /** Returns in one line how many checks ended in which way. */
  public String summary() {
    Map<CheckResult.Verdict, Long> counts =
        results.stream()
            .collect(Collectors.groupingBy(CheckResult::verdict, Collectors.counting()));
    return "%d checks: %d passed, %d failed, %d skipped"
        .formatted(
            results.size(),
            counts.getOrDefault(CheckResult.Verdict.PASSED, 0L),
            counts.getOrDefault(CheckResult.Verdict.FAILED, 0L),
            counts.getOrDefault(CheckResult.Verdict.SKIPPED, 0L));
  }

  /** Returns the verdicts as a table for a person, a check a line and its remedy below it. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(ROW.formatted("check", "severity", "verdict", "found"));
    for (CheckResult each : results) {
      String verdict = each.verdict().name();
      lines.add(
          ROW.formatted(
              each.id(),
              each.id().severity().word(),
              each.hasFailed() ? verdict : verdict.toLowerCase(Locale.ROOT),
              each.message()));
      if (!each.remedy().isEmpty()) {
        lines.add(ROW.formatted("", "", "", "remedy: " + each.remedy()));
      }
    }
    return lines;
  }
}
