package io.thunderhead.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.history.FsHistoryProvider;
import org.apache.spark.scheduler.EventLoggingListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.scheduler.SparkListenerApplicationStart;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ui.SQLAppStatusStore;
import org.apache.spark.sql.execution.ui.SQLExecutionUIData;
import org.apache.spark.sql.execution.ui.SQLPlanMetric;
import org.apache.spark.sql.execution.ui.SparkPlanGraphNode;
import scala.Option;
import scala.collection.JavaConverters;

/** The event log of what runs from its start to its end, and a history server's look at it. */
public final class EventLog {
  private static final String APP = "app-seen";

  private final SparkContext spark;
  private final Path folder;
  private final EventLoggingListener listener;

  /** Starts to log into a new folder. */
  public EventLog(SparkSession session, Path folder) throws IOException {
    this.spark = session.sparkContext();
    this.folder = Files.createDirectories(folder);
    this.listener =
        new EventLoggingListener(APP, Option.empty(), folder.toUri(), new SparkConf(false));
    listener.start();
    listener.onApplicationStart(
        new SparkListenerApplicationStart(
            "seen",
            Option.apply(APP),
            System.currentTimeMillis(),
            "me",
            Option.empty(),
            Option.empty(),
            Option.empty()));
    spark.addSparkListener(listener);
  }

  /** Ends the log when everything so far is in it, and returns its lines. */
  public List<String> end() throws Exception {
    spark.listenerBus().waitUntilEmpty();
    spark.removeSparkListener(listener);
    listener.onApplicationEnd(new SparkListenerApplicationEnd(System.currentTimeMillis()));
    listener.stop();
    return Files.readAllLines(folder.resolve(APP));
  }

  /**
   * Returns what a history server shows on the SQL tab: for each statement that ran, in order, the
   * figures of its nodes by {@code NODE: FIGURE}. It has the classes that the calling thread's
   * loader finds.
   */
  public List<Map<String, String>> sqlTab() {
    SparkConf conf = new SparkConf(false).set("spark.history.fs.logDirectory", folder.toString());
    FsHistoryProvider provider = new FsHistoryProvider(conf);
    try {
      provider.checkForLogs();
      await().until(() -> provider.getApplicationInfo(APP).isDefined());
      SQLAppStatusStore store =
          new SQLAppStatusStore(
              provider.getAppUI(APP, Option.empty()).get().ui().store().store(), Option.empty());
      List<Map<String, String>> all = new ArrayList<>();
      for (SQLExecutionUIData each : JavaConverters.seqAsJavaList(store.executionsList())) {
        all.add(figures(store, each.executionId()));
      }
      return all;
    } finally {
      provider.stop();
    }
  }

  private static Map<String, String> figures(SQLAppStatusStore store, long execution) {
    Map<Object, String> values = JavaConverters.mapAsJavaMap(store.executionMetrics(execution));
    Map<String, String> figures = new LinkedHashMap<>();
    for (SparkPlanGraphNode node :
        JavaConverters.seqAsJavaList(store.planGraph(execution).allNodes())) {
      for (SQLPlanMetric metric : JavaConverters.seqAsJavaList(node.metrics())) {
        figures.put(node.name() + ": " + metric.name(), values.get(metric.accumulatorId()));
      }
    }
    return figures;
  }
}
