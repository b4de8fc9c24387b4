package io.thunderhead.parquet;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How Parquet files are read.
 *
 * @param zone the session's, whose clocks legacy files are rebased by when they name no zone
 * @param calendar of old dates and instants
 * @param columns names that replace those of the file, by position, null for a column to drop;
 *     empty to take the file's, and columns of the file beyond the list are dropped
 * @param ignored names of columns of the file to drop, in any case
 */
public record ParquetSettings(
    ZoneId zone, ParquetCalendar calendar, List<String> columns, Set<String> ignored)
    implements Serializable {
  /** Takes copies. */
  public ParquetSettings {
    columns = Collections.unmodifiableList(new ArrayList<>(columns));
    ignored =
        ignored.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns settings that take all columns of a file by their names. */
  public static ParquetSettings of(ZoneId zone) {
    return new ParquetSettings(zone, ParquetCalendar.FOOTER, List.of(), Set.of());
  }

  /** Returns the name by which a column of the file is loaded, null to drop it. */
  String name(int position, String inFile) {
    String name = inFile;
    if (!columns.isEmpty()) {
      name = position < columns.size() ? columns.get(position) : null;
    }
    return name == null || ignored.contains(name.toLowerCase(Locale.ROOT)) ? null : name;
  }
}
