package io.thunderhead.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * What the threads of a process did, by samples of a flight recording: shares of what ran Java,
 * which leaves the compiler and the collector out.
 */
final class Profile {
  /** The innermost frame that begins so tells what a sample is of. */
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("io.thunderhead.checksum.", "checksum");
    PARTS.put("io.thunderhead.csv.", "read");
    PARTS.put("io.thunderhead.input.", "read");
    PARTS.put("io.thunderhead.source.", "read");
    PARTS.put("io.thunderhead.type.", "encode");
    PARTS.put("io.thunderhead.encode.", "encode");
    PARTS.put("io.thunderhead.block.", "blocks and sort");
    PARTS.put("io.thunderhead.load.", "load");
    PARTS.put("io.thunderhead.ingest.", "stream");
    PARTS.put("io.thunderhead.tikv.", "stream");
    PARTS.put("io.thunderhead.sst.", "SST");
    PARTS.put("io.thunderhead.", "other of the loader");
    PARTS.put("org.tikv.", "stream");
    PARTS.put("io.thunderhead.shade.", "stream");
    PARTS.put("org.apache.spark.util.collection.", "Spark's sort");
    PARTS.put("org.apache.spark.shuffle.", "Spark's shuffle");
    PARTS.put("org.apache.spark.storage.", "Spark's shuffle");
    PARTS.put("org.apache.spark.serializer.", "Spark's shuffle");
    PARTS.put("com.esotericsoftware.", "Spark's shuffle");
    PARTS.put("net.jpountz.", "LZ4");
    PARTS.put("org.apache.spark.", "Spark");
  }

  private final Map<String, Integer> counts = new TreeMap<>();
  private int total;

  /** Reads a recording. */
  Profile(Path recording) throws IOException {
    try (RecordingFile events = new RecordingFile(recording)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (event.getEventType().getName().equals("jdk.ExecutionSample")
            && event.getStackTrace() != null) {
          counts.merge(part(event), 1, Integer::sum);
          total++;
        }
      }
    }
  }

  private static String part(RecordedEvent event) {
    for (RecordedFrame frame : event.getStackTrace().getFrames()) {
      String type = frame.getMethod().getType().getName();
      String found = null;
      int longest = 0;
      for (Map.Entry<String, String> each : PARTS.entrySet()) {
        if (type.startsWith(each.getKey()) && each.getKey().length() > longest) {
          longest = each.getKey().length();
          found = each.getValue();
        }
      }
      if (found != null) {
        return found;
      }
    }
    return "JDK and start";
  }

  /** Puts the shares into a row, the largest first. */
  void putInto(Run run, String row) {
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
        .forEach(each -> run.put(row, each.getKey(), (double) each.getValue() / total));
  }
}
