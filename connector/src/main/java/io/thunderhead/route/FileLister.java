package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.UnreadableFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * Finds the files of paths, folders and globs of any Hadoop file system.
 *
 * <p>A folder is listed with all below it in one go, so that an object store answers a page of
 * files at a time. Names that begin with {@code _} or {@code .} are left out, as Spark does.
 */
public final class FileLister {
  private static final String GLOB_SIGNS = "*?[{";

  private final Configuration hadoop;

  /** Makes a lister that opens file systems by a configuration. */
  public FileLister(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Lists all files of all paths, each once, in order of their paths.
   *
   * <p>{@code *}, {@code ?}, {@code [...]} and <code>{a,b}</code> are wildcards within one part of
   * a path, unless a file or folder has just that name.
   *
   * @throws LoadException SOURCE_UNREADABLE when a path matches nothing, or cannot be listed
   */
  public List<ListedFile> list(List<String> paths) {
    Map<String, ListedFile> found = new TreeMap<>();
    for (String path : paths) {
      int before = found.size();
      boolean any = false;
      for (ListedFile file : list(path)) {
        found.put(file.path(), file);
        any = true;
      }
      if (!any && found.size() == before) {
        throw noFile(path);
      }
    }
    return found.values().stream().sorted(Comparator.comparing(ListedFile::path)).toList();
  }

  private List<ListedFile> list(String text) {
    UnreadableFile.checkNoLogin(text);
    UriParameters.checkNone(text);
    try {
      Path path = path(text);
      FileSystem files = path.getFileSystem(hadoop);
      List<ListedFile> found = new ArrayList<>();
      for (FileStatus match : matches(files, path)) {
        if (match.isDirectory()) {
          addBelow(files, match.getPath(), found);
        } else {
          found.add(listed(match, match.getPath().getName()));
        }
      }
      return found;
    } catch (FileNotFoundException e) {
      throw noFile(text);
    } catch (IOException | RuntimeException e) {
      // Hadoop wraps a class that is missing as a RuntimeException.
      throw UnreadableFile.toOpen(text, e);
    }
  }

  private Path path(String text) {
    return new Path(withKnownScheme(text, hadoop));
  }

  /** {@code s3://} is served by S3A unless the platform brings a file system of that name. */
  public static String withKnownScheme(String path, Configuration hadoop) {
    for (String scheme : List.of("s3", "s3n")) {
      if (path.startsWith(scheme + "://") && !serves(scheme, hadoop)) {
        return "s3a" + path.substring(scheme.length());
      }
    }
    return path;
  }

  private static boolean serves(String scheme, Configuration hadoop) {
    try {
      FileSystem.getFileSystemClass(scheme, hadoop);
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private static List<FileStatus> matches(FileSystem files, Path path) throws IOException {
    boolean glob = path.toUri().getPath().chars().anyMatch(c -> GLOB_SIGNS.indexOf(c) >= 0);
    try {
      return List.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      if (!glob) {
        throw e;
      }
    }
    boolean hiddenWanted = isHidden(path.getName());
    FileStatus[] found = files.globStatus(path);
    List<FileStatus> matches = new ArrayList<>();
    for (FileStatus match : found == null ? new FileStatus[0] : found) {
      if (hiddenWanted || !isHidden(match.getPath().getName())) {
        matches.add(match);
      }
    }
    return matches;
  }

  private static void addBelow(FileSystem files, Path folder, List<ListedFile> found)
      throws IOException {
    String base = folder.toUri().getPath().replaceAll("/+$", "") + "/";
    RemoteIterator<LocatedFileStatus> all = files.listFiles(folder, true);
    while (all.hasNext()) {
      FileStatus file = all.next();
      String name = file.getPath().toUri().getPath().substring(base.length());
      if (!isBelowHidden(name)) {
        found.add(listed(file, name));
      }
    }
  }

  private static ListedFile listed(FileStatus file, String name) {
    return new ListedFile(
        file.getPath().toString(), name, file.getLen(), file.getModificationTime());
  }

  private static boolean isBelowHidden(String name) {
    for (String part : name.split("/")) {
      if (isHidden(part)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isHidden(String name) {
    return name.startsWith("_") || name.startsWith(".");
  }

  private static LoadException noFile(String path) {
    return new LoadException(
        ErrorCode.SOURCE_UNREADABLE,
        "no file matches %s. Check the path and that this machine may read it.".formatted(path));
  }
}
