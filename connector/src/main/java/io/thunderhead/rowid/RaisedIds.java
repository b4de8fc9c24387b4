package io.thunderhead.rowid;

import io.thunderhead.encode.AutoIds;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.rpc.Backoff;
import io.thunderhead.rpc.RetryPolicy;
import io.thunderhead.schema.TableInfo;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The allocators after a load: raised through TiDB, or left to the user as statements. */
public final class RaisedIds {
  private static final Logger LOG = LoggerFactory.getLogger(RaisedIds.class);
  private static final RetryPolicy TRIES =
      new RetryPolicy(3, Duration.ofMillis(200), Duration.ofSeconds(2));

  private final ReservedIds ids;
  private final TableInfo table;
  private final TableName name;
  private List<String> lines = List.of();
  private List<String> statements = List.of();
  private LoadException failure;

  /**
   * @param ids null when no server of TiDB is named
   */
  public RaisedIds(ReservedIds ids, TableInfo table, TableName name) {
    this.ids = ids;
    this.table = table;
    this.name = name;
  }

  /** Raises what can be raised; that it failed is told by {@link #requireRaised}. */
  public void raise(AutoIds largest) {
    if (ids == null) {
      statements = AllocatorSteps.of(table, name, largest);
      statements.forEach(step -> LOG.warn("run before anyone inserts into {}: {}", name, step));
      return;
    }
    Backoff backoff = new Backoff("raise the allocators of " + name, TRIES);
    do {
      try {
        lines = ids.raise(largest);
        failure = null;
        return;
      } catch (LoadException e) {
        failure = e;
      }
    } while (backoff.again(failure.getMessage()));
    statements = ids.statements(largest);
  }

  /**
   * Checks that the allocators are behind all ids of the rows, or that it is the user's to do.
   *
   * @param verified what is known of the rows
   * @throws LoadException UNFINISHED with the statements to run
   */
  public void requireRaised(String verified) {
    if (failure != null) {
      throw new LoadException(
          ErrorCode.UNFINISHED,
          "%s, but the allocators of %s could not be raised: %s Later inserts would take ids of loaded rows. Run before anyone inserts: %s"
              .formatted(verified, name, failure.getMessage(), String.join("; ", statements)),
          failure);
    }
  }

  /** Returns what belongs behind "the load is whole": statements that must still be run. */
  public String stillToDo(AutoIds largest) {
    List<String> steps =
        ids == null ? AllocatorSteps.of(table, name, largest) : ids.statements(largest);
    return steps.isEmpty() ? "" : " once these have run: " + String.join("; ", steps);
  }

  /** Returns what was reserved and where the allocators stand, a line each. */
  public List<String> lines() {
    return lines;
  }

  /** Returns the statements that are left to the user. */
  public List<String> remaining() {
    return statements;
  }
}
