package io.thunderhead.spark;

import io.thunderhead.journal.JobColumns;
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
 * projection that turns each text into the columns of SHOW IMPORT JOBS.
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
    String where =
        statement instanceof ImportStatement.ShowJobs shown && !shown.where().isEmpty()
            ? " WHERE " + shown.where()
            : "";
    return parser.parsePlan(projection() + where).transform(new InPlaceOfRelation(command));
  }

  private static String projection() {
    String types =
        JobColumns.NAMES.stream().map(name -> name + " STRING").collect(Collectors.joining(", "));
    String columns =
        JobColumns.NAMES.stream()
            .map(name -> "CAST(job.%s AS %s) AS %s".formatted(name, type(name), name))
            .collect(Collectors.joining(", "));
    return "SELECT * FROM (SELECT %s FROM (SELECT from_json(command_output, '%s') AS job FROM (%s)))"
        .formatted(columns, types, ROWS);
  }

  private static String type(String name) {
    return switch (name) {
      case "Job_ID", "Table_ID", "Imported_Rows" -> "BIGINT";
      default -> name.endsWith("_Time") ? "TIMESTAMP" : "STRING";
    };
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
