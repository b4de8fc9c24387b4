package io.thunderhead.sqlit;

import com.github.shyiko.mysql.binlog.BinaryLogFileReader;
import com.github.shyiko.mysql.binlog.event.DeleteRowsEventData;
import com.github.shyiko.mysql.binlog.event.Event;
import com.github.shyiko.mysql.binlog.event.EventHeaderV4;
import com.github.shyiko.mysql.binlog.event.TableMapEventData;
import com.github.shyiko.mysql.binlog.event.UpdateRowsEventData;
import com.github.shyiko.mysql.binlog.event.WriteRowsEventData;
import com.github.shyiko.mysql.binlog.event.deserialization.EventDeserializer;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Rows of tables, by table and first column, with the changes of a binlog made to them. A change
 * that does not fit the rows is an {@link IllegalStateException}.
 */
final class Replay {
  private final Map<String, Map<Long, String>> tables = new TreeMap<>();
  private final Map<Long, String> names = new HashMap<>();

  /** Adds a row as it was loaded. */
  void put(String table, List<String> row) {
    rows(table).put(Long.parseLong(row.get(0)), String.join(",", row));
  }

  private Map<Long, String> rows(String table) {
    return tables.computeIfAbsent(table, any -> new TreeMap<>());
  }

  /** Returns the rows of a table in order of their first column. */
  List<String> lines(String table) {
    return List.copyOf(rows(table).values());
  }

  /**
   * A place in a binlog at which an event with rows begins, or a transaction does.
   *
   * @param position of it
   * @param withRows whether rows are in it
   */
  record Place(long position, boolean withRows) {}

  /** Returns all places of a binlog where an event begins. */
  static List<Place> places(Path binlog) throws IOException {
    List<Place> places = new ArrayList<>();
    try (Reader reader = new Reader(binlog)) {
      for (Event event = reader.next(); event != null; event = reader.next()) {
        places.add(new Place(position(event), hasRows(event)));
      }
    }
    return places;
  }

  private static boolean hasRows(Event event) {
    Object data = event.getData();
    return data instanceof WriteRowsEventData
        || data instanceof UpdateRowsEventData
        || data instanceof DeleteRowsEventData;
  }

  private static long position(Event event) {
    return ((EventHeaderV4) event.getHeader()).getPosition();
  }

  /** Makes all changes from a position on. */
  void run(Path binlog, long from) throws IOException {
    try (Reader reader = new Reader(binlog)) {
      for (Event event = reader.next(); event != null; event = reader.next()) {
        if (event.getData() instanceof TableMapEventData map) {
          names.put(map.getTableId(), map.getDatabase() + "." + map.getTable());
        } else if (position(event) >= from) {
          change(event.getData());
        }
      }
    }
  }

  private void change(Object data) {
    if (data instanceof WriteRowsEventData written) {
      written.getRows().forEach(row -> change(written.getTableId(), null, row));
    } else if (data instanceof UpdateRowsEventData updated) {
      updated
          .getRows()
          .forEach(pair -> change(updated.getTableId(), pair.getKey(), pair.getValue()));
    } else if (data instanceof DeleteRowsEventData deleted) {
      deleted.getRows().forEach(row -> change(deleted.getTableId(), row, null));
    }
  }

  private void change(long table, Serializable[] before, Serializable[] after) {
    Map<Long, String> rows = rows(names.get(table));
    if (before != null) {
      String was = rows.remove(key(before));
      if (!line(before).equals(was)) {
        throw new IllegalStateException("was " + was + ", expected " + line(before));
      }
    }
    if (after != null) {
      String was = rows.put(key(after), line(after));
      if (was != null) {
        throw new IllegalStateException("was " + was + " already");
      }
    }
  }

  private static long key(Serializable[] row) {
    return ((Number) row[0]).longValue();
  }

  private static String line(Serializable[] row) {
    return Arrays.stream(row).map(String::valueOf).collect(Collectors.joining(","));
  }

  /** The events of a binlog file. */
  private static final class Reader implements AutoCloseable {
    private final BinaryLogFileReader file;

    Reader(Path binlog) throws IOException {
      this.file = new BinaryLogFileReader(binlog.toFile(), new EventDeserializer());
    }

    Event next() throws IOException {
      return file.readEvent();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
