package io.thunderhead.job;

import io.thunderhead.ddl.DdlException;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.NearestName;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a failure in one line, and keeps the stack trace for the debug log. */
final class UserErrors implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(UserErrors.class);

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine line = e.getCommandLine();
    ParameterException cause =
        e instanceof UnmatchedArgumentException ? e : misspelled(line, args).orElse(e);
    String hint = "";
    if (cause instanceof UnmatchedArgumentException unmatched) {
      hint = hint(unmatched);
    }
    return tell(
        line.getErr(),
        "%s.%s Run '%s --help' for the options."
            .formatted(oneLine(cause.getMessage()), hint, line.getCommandSpec().qualifiedName()),
        ExitCode.USER);
  }

  /** Names what is near; picocli looks at longer names alone. */
  private static String hint(UnmatchedArgumentException unmatched) {
    List<String> near = unmatched.getSuggestions();
    if (!near.isEmpty()) {
      return " Did you mean '" + near.get(0) + "'?";
    }
    String unknown = unmatched.getUnmatched().get(0).split("=", 2)[0];
    CommandLine line = unmatched.getCommandLine();
    return NearestName.hint(
        unknown,
        unknown.startsWith("-")
            ? line.getCommandSpec().optionsMap().keySet()
            : line.getSubcommands().keySet());
  }

  /** An option that is not there explains one that is missing, which is all that picocli tells. */
  private static Optional<ParameterException> misspelled(CommandLine line, String[] args) {
    return Arrays.stream(args)
        .filter(each -> each.startsWith("--") && each.length() > 2)
        .map(each -> each.split("=", 2)[0])
        .filter(each -> !line.getCommandSpec().optionsMap().containsKey(each))
        .findFirst()
        .map(each -> new UnmatchedArgumentException(line, List.of(each)));
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    LOG.debug("failed", e);
    if (e instanceof ParameterException usage) {
      return handleParseException(usage, new String[0]);
    }
    Failure failure = failure(e);
    return tell(line.getErr(), failure.line(), failure.exitCode());
  }

  /**
   * What is told of a failure.
   *
   * @param line message and code in one line
   */
  record Failure(String line, int exitCode) {}

  /** Finds what to tell of a failure. */
  static Failure failure(Exception e) {
    LoadException known = LoadException.findIn(e);
    if (known != null) {
      return new Failure(
          oneLine(known.getMessage()) + " [" + known.code() + "]", ExitCode.of(known.code()));
    }
    if (e instanceof DdlException wrongSql) {
      return new Failure(oneLine(wrongSql.getMessage()) + " [INVALID_DDL]", ExitCode.USER);
    }
    return new Failure(oneLine(e.toString()) + " [INTERNAL]", ExitCode.INTERNAL);
  }

  private static int tell(PrintWriter err, String message, int exitCode) {
    err.println("error: " + message);
    err.flush();
    return exitCode;
  }

  private static String oneLine(String message) {
    return String.join(" ", message.lines().map(String::strip).toList()).replaceAll("\\.+$", ".");
  }
}
