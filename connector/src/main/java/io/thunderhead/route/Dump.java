package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A whole export: its databases, tables and views, with the files of each.
 *
 * @param databases name to the file that creates it, null when there is none
 * @param tables to be filled, in order of their names
 * @param views to be made, in order of their names
 * @param metadata the dump's {@code metadata} file, null when there is none
 * @param ignored files that belong to nothing
 */
public record Dump(
    Map<String, RoutedFile> databases,
    List<DumpTable> tables,
    List<DumpTable> views,
    ListedFile metadata,
    List<ListedFile> ignored) {
  private static final Comparator<RoutedFile> ROW_ORDER =
      Comparator.comparing(RoutedFile::key).thenComparing(routed -> routed.file().path());

  /**
   * A table or view of the target cluster.
   *
   * @param name in the cluster
   * @param schema file that creates it, null when there is none
   * @param data files of its rows in order
   * @param sources tables of the export whose rows it takes, in order of their names
   */
  public record DumpTable(
      TableName name, RoutedFile schema, List<DataFile> data, List<TableName> sources) {
    /** Returns the bytes of all files. */
    public long bytes() {
      return data.stream().mapToLong(each -> each.routed().file().length()).sum();
    }
  }

  /**
   * A file of rows.
   *
   * @param constants column to value, from the route of its table
   */
  public record DataFile(RoutedFile routed, Map<String, String> constants) {}

  /**
   * Sorts the files of an export by table.
   *
   * @throws LoadException SOURCE_UNREADABLE when no file belongs to a table that the filter takes
   */
  public static Dump of(
      List<ListedFile> files, FileRouter router, TableFilter filter, TableRoutes routes) {
    Collector collector = new Collector(routes);
    ListedFile metadata = null;
    List<ListedFile> ignored = new ArrayList<>();
    List<RoutedFile> known = new ArrayList<>();
    for (ListedFile file : files) {
      RoutedFile routed = router.route(file);
      if (routed == null && file.name().equals("metadata")) {
        metadata = file;
      } else if (routed == null || routed.kind() == FileKind.IGNORE) {
        ignored.add(file);
      } else {
        known.add(routed);
      }
    }
    for (RoutedFile routed : withWholeKeys(known)) {
      if (routed.table().isEmpty() || filter.takes(routed.schema(), routed.table())) {
        collector.add(routed);
      }
    }
    if (collector.tables.isEmpty() && collector.views.isEmpty()) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "none of the %d files belongs to a table%s. Names such as db.table.sql, db.table.0001.csv.gz and db.table-schema.sql are known; give others file rules, or name the table with --table."
              .formatted(files.size(), known.isEmpty() ? "" : " that the filter takes"));
    }
    return collector.dump(metadata, ignored);
  }

  /**
   * Mydumper numbers a file twice when it cuts a table into parts and these into files: {@code
   * db.t.00000.00001.sql} is of table {@code t}, unless there is a table {@code t.00000}.
   */
  private static List<RoutedFile> withWholeKeys(List<RoutedFile> files) {
    Set<String> created =
        files.stream()
            .filter(file -> file.kind() == FileKind.TABLE_SCHEMA)
            .map(file -> lower(file.schema() + "." + file.table()))
            .collect(Collectors.toSet());
    return files.stream().map(file -> withWholeKey(file, created)).toList();
  }

  private static RoutedFile withWholeKey(RoutedFile file, Set<String> created) {
    String table = file.table();
    String number = table.substring(table.lastIndexOf('.') + 1);
    if (!file.kind().isData() || number.length() == table.length() || !number.matches("\\d+")) {
      return file;
    }
    String whole = table.substring(0, table.length() - number.length() - 1);
    boolean asNamed = created.contains(lower(file.schema() + "." + table));
    boolean asWhole = created.contains(lower(file.schema() + "." + whole));
    return asWhole && !asNamed ? file.of(whole, number + "." + file.key()) : file;
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Gathers the files of each target table; names that differ by case only are one table. */
  private static final class Collector {
    private final TableRoutes routes;
    private final Map<String, String> databaseNames = new TreeMap<>();
    private final Map<String, RoutedFile> databases = new LinkedHashMap<>();
    private final Map<String, TableName> names = new TreeMap<>();
    private final Map<String, RoutedFile> tables = new TreeMap<>();
    private final Map<String, RoutedFile> views = new TreeMap<>();
    private final Map<String, List<DataFile>> data = new TreeMap<>();
    private final Map<String, Map<String, TableName>> sources = new TreeMap<>();

    Collector(TableRoutes routes) {
      this.routes = routes;
    }

    void add(RoutedFile file) {
      if (file.kind() == FileKind.SCHEMA_SCHEMA) {
        databases.putIfAbsent(lower(routes.database(file.schema())), file);
        return;
      }
      TableRoutes.Target target = routes.target(file.schema(), file.table());
      String key = lower(target.table().toString());
      names.putIfAbsent(key, target.table());
      database(target.table().database());
      TableName source = new TableName(file.schema(), file.table());
      sources
          .computeIfAbsent(key, any -> new TreeMap<>())
          .putIfAbsent(lower(source.toString()), source);
      if (file.kind() == FileKind.VIEW_SCHEMA) {
        views.putIfAbsent(key, file);
      } else if (file.kind() == FileKind.TABLE_SCHEMA) {
        tables.putIfAbsent(key, file);
      } else {
        tables.putIfAbsent(key, null);
        data.computeIfAbsent(key, any -> new ArrayList<>())
            .add(new DataFile(file, target.constants()));
      }
    }

    private String database(String name) {
      return databaseNames.computeIfAbsent(lower(name), any -> name);
    }

    Dump dump(ListedFile metadata, List<ListedFile> ignored) {
      Map<String, RoutedFile> needed = new LinkedHashMap<>();
      databaseNames.forEach((key, name) -> needed.put(name, databases.get(key)));
      tables.keySet().removeAll(views.keySet());
      return new Dump(needed, tables(tables), tables(views), metadata, List.copyOf(ignored));
    }

    private List<DumpTable> tables(Map<String, RoutedFile> schemas) {
      List<DumpTable> all = new ArrayList<>();
      schemas.forEach(
          (key, schema) -> {
            List<DataFile> files = new ArrayList<>(data.getOrDefault(key, List.of()));
            files.sort(Comparator.comparing(DataFile::routed, ROW_ORDER));
            all.add(
                new DumpTable(
                    names.get(key),
                    schema,
                    List.copyOf(files),
                    List.copyOf(sources.get(key).values())));
          });
      return all;
    }
  }
}
