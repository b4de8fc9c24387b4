package io.thunderhead.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.Backend;
import io.thunderhead.option.CheckId;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.TableName;
import io.thunderhead.precheck.CheckResult;
import io.thunderhead.precheck.PrecheckReport;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * How the rows of one load go into the table, where option {@code backend} leaves that open:
 * physical mode where its prechecks allow it, else SQL where that does not meet the same.
 *
 * @param reasons what decided, a sentence each
 * @param checks verdicts of physical mode's prechecks; null when options or the cluster's silence
 *     decided
 */
public record BackendChoice(Backend backend, List<String> reasons, PrecheckReport checks) {
  /** What options alone decide; the first that holds does. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              each -> each.tidb().isEmpty(),
              Backend.LOCAL,
              "no TiDB server is given that SQL could go through (option tidb)"),
          new Rule(
              each ->
                  each.onDuplicate() == ConflictStrategy.REMOVE
                      || each.onDuplicate() == ConflictStrategy.RECORD,
              Backend.LOCAL,
              "SQL has no such way to settle conflicts (option on-duplicate)"),
          new Rule(each -> each.pd().isEmpty(), Backend.TIDB, "no PD is given (option pd)"));

  /** Checks of physical mode that speak for SQL when they fail; the others are in its way too. */
  private static final Set<CheckId> SQL_DOES_NOT_MIND =
      EnumSet.of(
          CheckId.CHECK_TARGET_TABLE_SUPPORTED,
          CheckId.CHECK_TARGET_TABLE_EMPTY,
          CheckId.CHECK_TARGET_TABLE_DDL,
          CheckId.CHECK_TARGET_PRIVILEGES,
          CheckId.CHECK_TARGET_CLUSTER_VERSION,
          CheckId.CHECK_TARGET_USING_CDC_PITR);

  /** Failures by which a cluster cannot be asked what physical mode needs to know. */
  private static final Set<ErrorCode> CANNOT_ASK =
      EnumSet.of(ErrorCode.UNREACHABLE, ErrorCode.UNSUPPORTED, ErrorCode.ACCESS_DENIED);

  private record Rule(Predicate<LoadOptions> when, Backend then, String reason) {}

  /** Takes a copy of the reasons. */
  public BackendChoice {
    reasons = List.copyOf(reasons);
  }

  /**
   * Chooses; changes nothing.
   *
   * @param options with {@code backend=auto}, not checked yet
   * @param told takes progress lines
   * @throws LoadException when neither way is open
   */
  public static BackendChoice of(Map<String, String> options, Consumer<String> told) {
    LoadOptions parsed = LoadOptions.parse(options);
    for (Rule rule : RULES) {
      if (rule.when().test(parsed)) {
        return new BackendChoice(rule.then(), List.of(rule.reason()), null);
      }
    }
    LoadOptions local = LoadOptions.parse(LoadOptions.with(Backend.LOCAL, options));
    try {
      return of(DryRun.precheck(local, told), parsed.saysMode());
    } catch (LoadException e) {
      if (!CANNOT_ASK.contains(e.code())) {
        throw e;
      }
      return new BackendChoice(
          Backend.TIDB, List.of("physical mode cannot be: " + e.getMessage()), null);
    }
  }

  /**
   * Chooses by the verdicts of physical mode.
   *
   * @param wantsMode whether what becomes of the table's rows was said, so that SQL would mind them
   *     as well
   */
  static BackendChoice of(PrecheckReport checks, boolean wantsMode) {
    List<CheckResult> failed = checks.criticalFailures();
    if (failed.isEmpty()) {
      return new BackendChoice(
          Backend.LOCAL, List.of("nothing speaks against physical mode"), checks);
    }
    List<String> reasons = new ArrayList<>();
    boolean sql = true;
    for (CheckResult each : failed) {
      boolean open =
          SQL_DOES_NOT_MIND.contains(each.id())
              && !(wantsMode && each.id() == CheckId.CHECK_TARGET_TABLE_EMPTY);
      sql &= open;
      reasons.add(
          "%s: %s%s".formatted(each.id(), each.message(), open ? "" : " SQL would meet the same."));
    }
    return new BackendChoice(sql ? Backend.TIDB : Backend.LOCAL, reasons, checks);
  }

  /**
   * Chooses one way for all tables of an export: physical mode where it is open for each of them.
   *
   * @param choices of each table
   */
  public static BackendChoice ofAll(Map<TableName, BackendChoice> choices) {
    Map<Backend, Set<String>> reasons = new EnumMap<>(Backend.class);
    choices.forEach(
        (table, choice) -> {
          boolean ofTable = choice.checks() != null;
          if (choice.backend() == Backend.TIDB || !ofTable) {
            Set<String> known =
                reasons.computeIfAbsent(choice.backend(), any -> new LinkedHashSet<>());
            choice.reasons().forEach(each -> known.add(ofTable ? table + ": " + each : each));
          }
        });
    if (reasons.containsKey(Backend.TIDB)) {
      return new BackendChoice(Backend.TIDB, List.copyOf(reasons.get(Backend.TIDB)), null);
    }
    String none = "no check of the %d tables speaks for SQL".formatted(choices.size());
    return new BackendChoice(
        Backend.LOCAL, List.copyOf(reasons.getOrDefault(Backend.LOCAL, Set.of(none))), null);
  }

  private String word() {
    return backend.name().toLowerCase(Locale.ROOT);
  }

  /** Returns the choice and its reasons as lines for a person. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("backend %s was chosen:".formatted(word()));
    reasons.forEach(each -> lines.add("  because " + each));
    return lines;
  }

  /**
   * Returns a load's report with the choice in it.
   *
   * @param json of one object
   */
  public String putInto(String json) {
    try {
      ObjectNode report = (ObjectNode) new ObjectMapper().readTree(json);
      ObjectNode choice = report.putObject("backendChoice").put("backend", word());
      reasons.forEach(choice.putArray("reasons")::add);
      return report.toPrettyString();
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
