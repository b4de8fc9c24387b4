package io.thunderhead.rows;

import io.thunderhead.input.InputSettings;
import io.thunderhead.source.SourceFile;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32C;

/**
 * What makes two reads of an input give the same rows at the same places.
 *
 * @param files in order, with their lengths and times of change
 * @param settings how they are read
 * @param cores tasks at once that the files were packed for
 * @param slices digest of which part of which file each partition reads
 * @param computed Spark's plan of the columns that are computed, empty for none
 */
public record SourceLayout(
    List<SourceFile> files, InputSettings settings, int cores, long slices, String computed)
    implements Serializable {
  public SourceLayout {
    files = List.copyOf(files);
  }

  /** Returns the layout with computed columns. */
  SourceLayout computing(String plan) {
    return new SourceLayout(files, settings, cores, slices, plan);
  }

  /** Returns a number that two runs of a program share when they read the same; never 0. */
  public long digest() {
    CRC32C crc = new CRC32C();
    for (Object each : List.of(files, slices, computed)) {
      crc.update(each.toString().getBytes(StandardCharsets.UTF_8));
    }
    return crc.getValue() + 1;
  }

  /** Returns what differs in another layout, one phrase each; empty when the rows are the same. */
  public List<String> differences(SourceLayout now) {
    List<String> differences = new ArrayList<>();
    Map<String, SourceFile> then = new LinkedHashMap<>();
    files.forEach(file -> then.put(file.path(), file));
    for (SourceFile file : now.files) {
      SourceFile old = then.remove(file.path());
      if (old == null) {
        differences.add("file %s is new".formatted(file.path()));
      } else if (old.length() != file.length()) {
        differences.add(
            "file %s had %d bytes and has %d".formatted(file.path(), old.length(), file.length()));
      } else if (!old.equals(file)) {
        differences.add("file %s was changed".formatted(file.path()));
      }
    }
    then.keySet().forEach(path -> differences.add("file %s is gone".formatted(path)));
    if (!differences.isEmpty()) {
      return differences;
    }
    if (!files.equals(now.files)) {
      differences.add("the files come in another order");
    }
    if (!Objects.equals(settings, now.settings)) {
      differences.add("the files are read in another way");
    } else if (slices != now.slices) {
      differences.add("the files are cut into other parts");
    }
    if (!computed.equals(now.computed)) {
      differences.add(
          "computed columns have other values each time they are computed, or other expressions");
    }
    return differences;
  }
}
