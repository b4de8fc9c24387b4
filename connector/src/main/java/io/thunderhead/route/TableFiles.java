package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The files of one table that a user has named, whatever they are called. */
public final class TableFiles {
  private TableFiles() {}

  /**
   * Makes input files of listed ones: packed as the last ending says, of the format of the ending
   * before it, CSV when that is another. Files of a dump that create databases, tables and views
   * are left out.
   *
   * @param format of all files; null to go by their names
   * @throws LoadException SOURCE_UNREADABLE when nothing is in the files
   */
  public static List<SourceFile> of(List<ListedFile> files, FileFormat format) {
    List<SourceFile> sources = new ArrayList<>();
    long bytes = 0;
    for (ListedFile file : files) {
      if (format != null || !isOfDump(file)) {
        FileFormat own = format == null ? format(file.name()) : format;
        Compression compression =
            own == FileFormat.PARQUET ? Compression.NONE : Compression.ofName(file.name());
        sources.add(new SourceFile(file.path(), file.length(), file.modified(), own, compression));
        bytes += file.length();
      }
    }
    if (bytes == 0) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "%s is empty (0 bytes). Check the export that wrote it."
              .formatted(
                  files.size() == 1
                      ? files.get(0).path()
                      : "each of the %d files".formatted(files.size())));
    }
    return sources;
  }

  private static boolean isOfDump(ListedFile file) {
    String name = file.name().toLowerCase(Locale.ROOT);
    return name.equals("metadata")
        || name.matches(".*-schema(?:-create|-view|-triggers?|-post|-sequence)?\\.sql(?:\\.\\w+)?");
  }

  private static FileFormat format(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (Compression.ofName(lower) != Compression.NONE) {
      lower = lower.substring(0, lower.lastIndexOf('.'));
    }
    return lower.endsWith(".sql")
        ? FileFormat.SQL
        : lower.endsWith(".parquet") || lower.endsWith(".parq")
            ? FileFormat.PARQUET
            : FileFormat.CSV;
  }
}
