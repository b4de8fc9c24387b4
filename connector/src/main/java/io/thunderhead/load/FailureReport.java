package io.thunderhead.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.watch.LoadWatch;
import io.thunderhead.watch.Seen;
import java.util.Locale;

/**
 * What is known of a load that failed.
 *
 * @param table database and table
 * @param message problem, cause and remedy
 * @param seen what was seen of the load until it failed
 */
public record FailureReport(String table, ErrorCode code, String message, Seen seen) {
  /** Returns the report of a failure of any kind. */
  public static FailureReport of(String table, Throwable failure, LoadWatch watch) {
    LoadException known = LoadException.findIn(failure);
    return known == null
        ? new FailureReport(table, ErrorCode.INTERNAL, failure.toString(), watch.seen())
        : new FailureReport(table, known.code(), known.getMessage(), watch.seen());
  }

  /** Returns the outcome as a line for a person. */
  public String outcomeLine() {
    return "outcome: %s, %s".formatted(name(), code.outcome().meaning());
  }

  private String name() {
    return code.outcome().name().toLowerCase(Locale.ROOT);
  }

  /** Returns the report as one JSON object. */
  public String toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("table", table).put("outcome", name()).put("error", code.name());
    json.put("message", message);
    seen.putInto(json);
    return json.toPrettyString();
  }
}
