package io.thunderhead.route;

import io.thunderhead.source.Compression;
import io.thunderhead.source.SourceFile;

/**
 * A file of a dump and what it belongs to.
 *
 * @param schema database; empty for ignored files
 * @param table table or view; empty for files of a whole database
 * @param key orders the files of a table, before their paths do
 */
public record RoutedFile(
    ListedFile file,
    FileKind kind,
    String schema,
    String table,
    String key,
    Compression compression) {

  /** Returns the file as one with rows. */
  public SourceFile sourceFile() {
    return new SourceFile(file.path(), file.length(), file.modified(), kind.format(), compression);
  }

  RoutedFile of(String newTable, String newKey) {
    return new RoutedFile(file, kind, schema, newTable, newKey, compression);
  }
}
