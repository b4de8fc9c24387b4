package io.thunderhead.contract;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * Writes what was checked to {@code target/contract-report.txt}, or where {@code
 * -Dthunderhead.contract.report} says: a line for each check with its verdict, the section of
 * import-protocol, the calls and the rule. A class that never makes a call that it claims to check
 * fails.
 */
final class ContractReport
    implements BeforeAllCallback, AfterTestExecutionCallback, TestWatcher, AfterAllCallback {
  private static final ExtensionContext.Namespace SUITE =
      ExtensionContext.Namespace.create(ContractReport.class);

  /** The lines of the suite, written when it ends. */
  private static final class Lines implements AutoCloseable {
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> checksOfCall = new TreeMap<>();
    private int failed;

    synchronized void add(String verdict, String spec, Collection<String> calls, String rule) {
      lines.add(
          "%-6s | import-protocol %-13s | %s | %s"
              .formatted(verdict, spec, String.join(", ", calls), rule));
      calls.forEach(call -> checksOfCall.merge(call, 1, Integer::sum));
      failed += verdict.equals("passed") ? 0 : 1;
    }

    @Override
    public synchronized void close() throws IOException {
      List<String> report = new ArrayList<>();
      report.add("PD: " + address("thunderhead.contract.pd"));
      report.add("TiDB: " + address("thunderhead.contract.tidb"));
      report.add("%d checks, %d failed".formatted(lines.size(), failed));
      report.add("");
      checksOfCall.forEach(
          (call, checks) -> report.add("%4d checks of %s".formatted(checks, call)));
      report.add("");
      lines.stream().sorted().forEach(report::add);
      Path file =
          Path.of(System.getProperty("thunderhead.contract.report", "target/contract-report.txt"));
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, report);
    }

    private static String address(String property) {
      return System.getProperty(property, "the embedded cluster's");
    }
  }

  /** What the checks of one class did. */
  private static final class Made {
    private final Set<String> calls = new TreeSet<>();
    private final Set<Method> checks = new HashSet<>();
    private Set<String> callsOfCheck = Set.of();
  }

  private static Lines lines(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SUITE)
        .getOrComputeIfAbsent(Lines.class, key -> new Lines(), Lines.class);
  }

  private static Made made(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(SUITE)
        .getOrComputeIfAbsent(context.getRequiredTestClass(), key -> new Made(), Made.class);
  }

  private static Contract contract(ExtensionContext context) {
    return context.getRequiredTestClass().getAnnotation(Contract.class);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    CallLog.take();
    lines(context);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    Made made = made(context);
    made.callsOfCheck = CallLog.take();
    made.calls.addAll(made.callsOfCheck);
    made.checks.add(context.getRequiredTestMethod());
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    add("passed", context);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    add("FAILED", context);
  }

  private static void add(String verdict, ExtensionContext context) {
    Contract contract = contract(context);
    List<String> calls =
        Arrays.stream(contract.calls())
            .filter(call -> isIn(call, made(context).callsOfCheck))
            .toList();
    lines(context).add(verdict, String.join(", ", contract.spec()), calls, rule(context));
  }

  /** {@code IngestTest.putsTheRowsOnEveryReplica} becomes {@code Ingest: puts the rows on …}. */
  private static String rule(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String words =
        method
            .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ")
            .toLowerCase(Locale.ROOT);
    String about = context.getRequiredTestClass().getSimpleName().replaceFirst("Test$", "");
    boolean repeated = context.getDisplayName().startsWith("[");
    return about + ": " + words + (repeated ? " " + context.getDisplayName() : "");
  }

  private static boolean isIn(String declared, Set<String> made) {
    return declared.endsWith("/")
        ? made.stream().anyMatch(call -> call.startsWith(declared))
        : made.contains(declared);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Made made = made(context);
    long all =
        Arrays.stream(context.getRequiredTestClass().getDeclaredMethods())
            .filter(
                method ->
                    method.isAnnotationPresent(Test.class)
                        || method.isAnnotationPresent(ParameterizedTest.class))
            .count();
    List<String> never =
        Arrays.stream(contract(context).calls()).filter(call -> !isIn(call, made.calls)).toList();
    if (made.checks.size() == all && !never.isEmpty()) {
      throw new AssertionError(
          "calls that are declared and never made: " + never + " (made: " + made.calls + ")");
    }
  }
}
