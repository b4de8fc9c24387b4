package io.thunderhead.aside;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Leaves one file of bad rows for each partition that has some, however often its task ran. */
public final class BadRowFolder {
  private BadRowFolder() {}

  /**
   * Promotes the files of the attempts that count, and of the last attempts of tasks that failed.
   *
   * @return how many files there are; 0 leaves no folder behind
   */
  public static int promote(BadRowSettings settings, BadRowTally tally) throws IOException {
    Path folder = new Path(settings.folder());
    Path attempts = new Path(folder, BadRowFile.ATTEMPTS);
    FileSystem files = folder.getFileSystem(settings.hadoop().configuration());
    if (!files.exists(attempts)) {
      return 0;
    }
    Map<Integer, String> chosen = new TreeMap<>();
    for (FileStatus each : files.listStatus(attempts)) {
      String name = each.getPath().getName();
      int partition = Integer.parseInt(name.substring(0, name.indexOf('-')));
      BadRowTally.OfPartition counted = tally.value().get(partition);
      if (counted == null) {
        chosen.merge(partition, name, (a, b) -> attempt(a) >= attempt(b) ? a : b);
      } else if (name.equals(counted.file())) {
        chosen.put(partition, name);
      }
    }
    for (Map.Entry<Integer, String> each : chosen.entrySet()) {
      Path kept = new Path(folder, "part-%05d.jsonl".formatted(each.getKey()));
      if (!files.rename(new Path(attempts, each.getValue()), kept)) {
        throw new IOException("cannot rename to " + kept);
      }
    }
    files.delete(attempts, true);
    if (chosen.isEmpty()) {
      files.delete(folder, true);
    }
    return chosen.size();
  }

  /** Removes the folder of a load. */
  public static void remove(BadRowSettings settings) throws IOException {
    Path folder = new Path(settings.folder());
    folder.getFileSystem(settings.hadoop().configuration()).delete(folder, true);
  }

  private static long attempt(String name) {
    return Long.parseLong(name.substring(name.indexOf('-') + 1, name.indexOf('.')));
  }
}
