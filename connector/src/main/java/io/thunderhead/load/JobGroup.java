package io.thunderhead.load;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The group and description of Spark jobs that the calling thread starts, until it is closed; what
 * was there before is there again then. Jobs of a group are interrupted when it is cancelled.
 */
final class JobGroup implements AutoCloseable {
  private static final String OURS = "thunderhead-";
  private static final String ID = "spark.jobGroup.id";

  /** Thread-local properties that Spark keeps group, description and name of stages in. */
  private static final List<String> PROPERTIES =
      List.of(
          ID,
          "spark.job.description",
          "spark.job.interruptOnCancel",
          "callSite.short",
          "callSite.long");

  private final JavaSparkContext spark;
  private final String id;
  private final Map<String, String> before = new LinkedHashMap<>();

  private JobGroup(JavaSparkContext spark, String id) {
    this.spark = spark;
    this.id = id;
    PROPERTIES.forEach(each -> before.put(each, spark.getLocalProperty(each)));
  }

  /** Makes a group. */
  static JobGroup enter(JavaSparkContext spark, String description) {
    JobGroup group = new JobGroup(spark, OURS + UUID.randomUUID());
    spark.setJobGroup(group.id, description, true);
    return group;
  }

  /** Describes what follows, in the group that a load has made already, if it has. */
  static JobGroup describe(JavaSparkContext spark, String description) {
    String now = spark.getLocalProperty(ID);
    if (now == null || !now.startsWith(OURS)) {
      return enter(spark, description);
    }
    JobGroup same = new JobGroup(spark, now);
    spark.sc().setJobDescription(description);
    return same;
  }

  /** Names the stages whose RDDs are made from now on. */
  void stage(String name) {
    spark.setLocalProperty("callSite.short", name);
    spark.setLocalProperty("callSite.long", name);
  }

  String id() {
    return id;
  }

  @Override
  public void close() {
    before.forEach(spark::setLocalProperty);
  }
}
