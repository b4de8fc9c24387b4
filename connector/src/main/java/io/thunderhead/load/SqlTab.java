package io.thunderhead.load;

import io.thunderhead.option.TableName;
import io.thunderhead.task.WorkMeter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;
import org.apache.spark.sql.execution.SparkPlanInfo;
import org.apache.spark.sql.execution.metric.SQLMetricInfo;
import org.apache.spark.sql.execution.ui.SparkListenerDriverAccumUpdates;
import org.apache.spark.sql.execution.ui.SparkListenerSQLAdaptiveExecutionUpdate;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.collection.immutable.$colon$colon;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;

/**
 * A load on Spark's SQL tab, when a statement or a write runs it: a node above the statement's plan
 * with the figures of the load, those of tasks while they run. Spark's nodes for such writes have
 * no figures of their own in 3.5 and none for statements in any version, so the plan that is shown
 * is changed by the event that adaptive execution changes it by. The figures are of Spark's own
 * types, which a history server knows without this class.
 */
final class SqlTab {
  static final String NODE = "TiDB load";

  private static final Logger LOG = LoggerFactory.getLogger(SqlTab.class);
  private static final String EXECUTION = "spark.sql.execution.id";

  private final SparkContext spark;
  private final TableName table;
  private final long execution;
  private final LongAccumulator loaded;
  private final LongAccumulator aside;
  private final LongAccumulator left;
  private boolean shown;

  private SqlTab(SparkContext spark, TableName table, long execution) {
    this.spark = spark;
    this.table = table;
    this.execution = execution;
    loaded = spark.longAccumulator();
    aside = spark.longAccumulator();
    left = spark.longAccumulator();
  }

  /** Makes that of the calling thread's statement; shows nothing when there is none. */
  static SqlTab of(JavaSparkContext spark, TableName table) {
    String id = spark.getLocalProperty(EXECUTION);
    return new SqlTab(spark.sc(), table, id == null ? -1 : Long.parseLong(id));
  }

  /** Shows what is counted, from now on. Spark looks for it in jobs that start afterwards. */
  void show(WorkMeter meter) {
    QueryExecution query = execution < 0 ? null : SQLExecution.getQueryExecution(execution);
    if (query == null) {
      return;
    }
    List<SQLMetricInfo> metrics = new ArrayList<>();
    List<LongAccumulator> known = new ArrayList<>();
    for (WorkMeter.Figure figure : meter.figures()) {
      metrics.add(new SQLMetricInfo(figure.name(), figure.of().id(), figure.type()));
      if (!figure.of().isZero()) {
        known.add(figure.of());
      }
    }
    metrics.add(new SQLMetricInfo("rows loaded", loaded.id(), "sum"));
    metrics.add(new SQLMetricInfo("rows set aside", aside.id(), "sum"));
    metrics.add(new SQLMetricInfo("rows left out for conflicts", left.id(), "sum"));
    quietly(
        () -> {
          showAbove(query, metrics);
          tell(known);
          shown = true;
        });
  }

  /** Shows how a load ended. */
  void ended(LoadReport report) {
    loaded.add(report.rowsLoaded());
    aside.add(report.rowsSetAside());
    left.add(report.conflicts().left());
    if (shown) {
      quietly(() -> tell(List.of(loaded, aside, left)));
    }
  }

  /** A load does not fail for what people cannot see of it. */
  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("the load has no figures on the SQL tab: {}", e.toString());
    }
  }

  private void showAbove(QueryExecution query, List<SQLMetricInfo> metrics) {
    String mode = SparkSession.active().conf().get("spark.sql.ui.explainMode", "formatted");
    SparkPlanInfo plan =
        make(
            SparkPlanInfo.class,
            NODE,
            NODE + " " + table,
            scalaList(List.of(SparkPlanInfo.fromSparkPlan(query.executedPlan()))),
            Map$.MODULE$.empty(),
            scalaList(metrics));
    String text = query.explainString(ExplainMode.fromString(mode));
    post(new SparkListenerSQLAdaptiveExecutionUpdate(execution, text, plan));
  }

  /** Adds what the driver knows to what tasks tell. */
  private void tell(List<LongAccumulator> known) {
    List<Tuple2<Object, Object>> values = new ArrayList<>();
    known.forEach(each -> values.add(new Tuple2<>(each.id(), each.value())));
    if (!values.isEmpty()) {
      post(make(SparkListenerDriverAccumUpdates.class, execution, scalaList(values)));
    }
  }

  private void post(SparkListenerEvent event) {
    spark.listenerBus().post(event);
  }

  /** Scala's Seq is another type in 2.12 and in 2.13; its list is both, but for the compiler. */
  private static <T> T make(Class<T> type, Object... arguments) {
    try {
      return type.cast(type.getConstructors()[0].newInstance(arguments));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Spark makes no " + type.getSimpleName() + " so", e);
    }
  }

  @SuppressWarnings("unchecked") // Scala's empty list is of every type.
  private static <T> scala.collection.immutable.List<T> scalaList(List<T> of) {
    scala.collection.immutable.List<T> list =
        (scala.collection.immutable.List<T>) (scala.collection.immutable.List<?>) Nil$.MODULE$;
    for (int i = of.size() - 1; i >= 0; i--) {
      list = new $colon$colon<>(of.get(i), list);
    }
    return list;
  }
}
