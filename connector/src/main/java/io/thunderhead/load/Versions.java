package io.thunderhead.load;

import io.thunderhead.watch.LoadWatch;
import io.thunderhead.watch.Version;
import org.apache.spark.SparkContext;
import scala.util.Properties;

/** Tells the versions of what takes part in a load, for its report. */
final class Versions {
  private Versions() {}

  static void tell(LoadWatch watch, SparkContext spark) {
    watch.version("thunderhead", Version.OF_LOADER);
    watch.version("spark", spark.version());
    watch.version("scala", Properties.versionNumberString());
    watch.version("java", System.getProperty("java.version"));
  }
}
