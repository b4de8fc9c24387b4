package io.thunderhead.spark;

import io.thunderhead.journal.JobColumns;
import io.thunderhead.journal.JobStatus;
import io.thunderhead.statement.ImportStatement;
import io.thunderhead.statement.StatementParser;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.command.ExternalCommandExecutor;
import scala.Function1;
import scala.collection.immutable.Map$;
import scala.runtime.AbstractPartialFunction;

/**
 * Makes plans of statements: a command, which Spark runs at once and whose rows are texts, below a
 * projection that turns each text into the columns of SHOW IMPORT JOBS, or counts them by group.
 */
final class StatementPlans {
  private static final String COMMAND = "__thunderhead_command";

  /** The command names its column anew each time it is asked; an empty sibling lends it its own. */
  private static final String ROWS =
      "SELECT CAST(NULL AS STRING) AS command_output WHERE false UNION ALL TABLE " + COMMAND;

  private final SparkSession session;
  private final ParserInterface parser;

  StatementPlans(SparkSession session, ParserInterface parser) {
    this.session = session;
    this.parser = parser;
  }

  /**
   * Returns the plan of a statement.
   *
   * @throws io.thunderhead.error.LoadException INVALID_OPTION when it cannot be read
   */
  LogicalPlan plan(String sql) throws Exception {
    ImportStatement statement = StatementParser.parse(sql);
    LogicalPlan command =
        new ExternalCommandExecutor(
            (text, options) -> new StatementRunner(session).run(statement),
            sql,
            Map$.MODULE$.empty());
    return parser.parsePlan(projection(statement)).transform(new InPlaceOfRelation(command));
  }

  private static String projection(ImportStatement statement) {
    if (statement instanceof ImportStatement.ShowGroups shown) {
      return filtered(groups(), shown.where());
    } else if (statement instanceof ImportStatement.ShowJobs shown) {
      return filtered(jobs(), shown.where());
    }
    return jobs();
  }

  private static String filtered(String query, String where) {
    return where.isEmpty() ? query : "SELECT * FROM (%s) WHERE %s".formatted(query, where);
  }

  private static String jobs() {
    String types =
        JobColumns.NAMES.stream().map(name -> name + " STRING").collect(Collectors.joining(", "));
    String columns =
        JobColumns.NAMES.stream()
            .map(name -> "CAST(job.%s AS %s) AS %s".formatted(name, type(name), name))
            .collect(Collectors.joining(", "));
    return "SELECT %s FROM (SELECT from_json(command_output, '%s') AS job FROM (%s))"
        .formatted(columns, types, ROWS);
  }

  private static String type(String name) {
    return switch (name) {
      case "Job_ID", "Table_ID", "Imported_Rows" -> "BIGINT";
      default -> name.endsWith("_Time") ? "TIMESTAMP" : "STRING";
    };
  }

  /** Counts jobs by group, with the columns of SHOW IMPORT GROUPS (import-protocol 7.3). */
  private static String groups() {
    return "SELECT Group_Key, count(*) AS Total_Jobs, %s, %s, %s, %s, %s, min(Create_Time) AS First_Job_Create_Time, max(Last_Update_Time) AS Last_Job_Update_Time FROM (%s) GROUP BY Group_Key"
        .formatted(
            count(JobStatus.PENDING, "Pending"),
            count(JobStatus.RUNNING, "Running"),
            count(JobStatus.FINISHED, "Completed"),
            count(JobStatus.FAILED, "Failed"),
            count(JobStatus.CANCELLED, "Cancelled"),
            jobs());
  }

  private static String count(JobStatus status, String name) {
    return "count_if(Status = '%s') AS %s".formatted(status, name);
  }

  /** Puts the command where the projection reads from. */
  private static final class InPlaceOfRelation
      extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    private final LogicalPlan command;

    InPlaceOfRelation(LogicalPlan command) {
      this.command = command;
    }

    @Override
    public boolean isDefinedAt(LogicalPlan node) {
      return node instanceof UnresolvedRelation relation && relation.tableName().equals(COMMAND);
    }

    @Override
    @SuppressWarnings("unchecked") // Scala bounds the result from below, which Java cannot say.
    public <A1 extends LogicalPlan, B1> B1 applyOrElse(A1 node, Function1<A1, B1> otherwise) {
      return isDefinedAt(node) ? (B1) command : otherwise.apply(node);
    }
  }
}
