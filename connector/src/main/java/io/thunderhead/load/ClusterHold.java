package io.thunderhead.load;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.pd.SchedulerPause;
import io.thunderhead.precheck.Cluster;
import java.util.List;

/** What a load changes on the cluster while it writes; all of it ends with this, or by its TTL. */
final class ClusterHold implements AutoCloseable {
  private final SchedulerPause pause;

  private ClusterHold(SchedulerPause pause) {
    this.pause = pause;
  }

  /**
   * Takes hold, as far as the options ask.
   *
   * @param ranges raw ranges of the table, half-open
   */
  static ClusterHold of(Cluster cluster, LoadOptions options, List<KeyRange> ranges) {
    return new ClusterHold(
        options.pauseScheduler() ? SchedulerPause.of(cluster.pdHttp(), ranges) : null);
  }

  @Override
  public void close() {
    if (pause != null) {
      pause.close();
    }
  }
}
