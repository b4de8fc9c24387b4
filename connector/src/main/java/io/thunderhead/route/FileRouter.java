package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.Compression;
import java.util.ArrayList;
import java.util.List;

/** Tells from a file's name which table it belongs to, by the first rule that speaks of it. */
public final class FileRouter {
  private static final String FOLDERS = "(?i)^(?:[^/]*/)*";

  /** The rules of kv-encoding 8.5, and one for exports that write a folder for each table. */
  private static final List<FileRule> DEFAULTS =
      List.of(
          rule(
              "(?i)-schema-(?:triggers?|post|sequence)\\.sql(?:\\.\\w+)?$",
              "",
              "",
              "ignore",
              "",
              ""),
          rule("(?i)\\.(?:sql|csv|parquet)(?:\\.\\w+)?\\.bak$", "", "", "ignore", "", ""),
          rule(
              FOLDERS + "([^/.]+)-schema-create\\.sql(?:\\.(\\w+))?$",
              "$1",
              "",
              "schema-schema",
              "",
              "$2"),
          rule(
              FOLDERS + "([^/.]+)\\.([^/]*?)-schema\\.sql(?:\\.(\\w+))?$",
              "$1",
              "$2",
              "table-schema",
              "",
              "$3"),
          rule(
              FOLDERS + "([^/.]+)\\.([^/]*?)-schema-view\\.sql(?:\\.(\\w+))?$",
              "$1",
              "$2",
              "view-schema",
              "",
              "$3"),
          rule(
              FOLDERS + "([^/.]+)\\.([^/]+)/(?:[^/]*/)*part-[^/]*?\\.(csv|parquet)(?:\\.(\\w+))?$",
              "$1",
              "$2",
              "$3",
              "",
              "$4"),
          rule(
              FOLDERS + "([^/.]+)\\.([^/]*?)\\.([0-9]+)\\.(?:snappy|gzip|gz|zstd|zst)\\.parquet$",
              "$1",
              "$2",
              "parquet",
              "$3",
              ""),
          rule(
              FOLDERS + "([^/.]+)\\.([^/]*?)(?:\\.([0-9]+))?\\.(sql|csv|parquet)(?:\\.(\\w+))?$",
              "$1",
              "$2",
              "$4",
              "$3",
              "$5"));

  private final List<FileRule> rules;

  /**
   * @param custom rules of the user, tried first
   * @param withDefaults whether the default rules follow; Lightning's {@code default-file-rules}
   */
  public FileRouter(List<FileRule> custom, boolean withDefaults) {
    List<FileRule> all = new ArrayList<>(custom);
    if (withDefaults) {
      all.addAll(DEFAULTS);
    }
    this.rules = List.copyOf(all);
  }

  /** Returns a router of the default rules. */
  public static FileRouter ofDefaults() {
    return new FileRouter(List.of(), true);
  }

  /**
   * Routes a file.
   *
   * @return null when no rule speaks of it
   * @throws LoadException UNSUPPORTED when the file is packed in a way that is not read;
   *     INVALID_OPTION when a rule gives a type that there is none of
   */
  public RoutedFile route(ListedFile file) {
    for (FileRule rule : rules) {
      FileRule.Match match = rule.match(file.name());
      if (match != null) {
        return routed(file, match);
      }
    }
    return null;
  }

  private static RoutedFile routed(ListedFile file, FileRule.Match match) {
    FileKind kind = kind(file, match.kind());
    if (kind == FileKind.IGNORE) {
      return new RoutedFile(file, kind, "", "", "", Compression.NONE);
    }
    boolean ofTable = kind != FileKind.SCHEMA_SCHEMA;
    if (match.schema().isEmpty() || (ofTable && match.table().isEmpty())) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "file %s: a file rule gives it the database '%s' and the table '%s' (expected: both)"
              .formatted(file.name(), match.schema(), match.table()));
    }
    Compression compression = compression(file, match.compression());
    if (kind == FileKind.PARQUET && compression != Compression.NONE) {
      throw new LoadException(
          ErrorCode.UNSUPPORTED,
          "file %s: Parquet packs its pages inside and cannot be read when the whole file is packed again. Unpack it first."
              .formatted(file.path()));
    }
    return new RoutedFile(file, kind, match.schema(), match.table(), match.key(), compression);
  }

  private static FileKind kind(ListedFile file, String name) {
    try {
      return FileKind.of(name);
    } catch (IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "file %s: a file rule gives it the type '%s' (expected: sql, csv, parquet, ignore, schema-schema, table-schema or view-schema)"
              .formatted(file.name(), name),
          e);
    }
  }

  private static Compression compression(ListedFile file, String name) {
    try {
      return Compression.named(name);
    } catch (LoadException e) {
      throw new LoadException(e.code(), file.path() + ": " + e.getMessage(), e);
    }
  }

  private static FileRule rule(
      String pattern, String schema, String table, String type, String key, String compression) {
    return new FileRule(
        new FileRule.Text(pattern, "", schema, table, type, key, compression, true));
  }
}
