package io.thunderhead.snapshot;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import io.thunderhead.route.DumpMetadata;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder with the files of a dump, named and written as Dumpling's are. */
final class StagedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(StagedFiles.class);
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private final Path folder;
  private final FileSystem files;

  /**
   * Makes the folder.
   *
   * @throws LoadException INVALID_OPTION when it is there already or cannot be made
   */
  StagedFiles(String folder, Configuration hadoop) {
    this.folder = new Path(folder);
    try {
      this.files = this.folder.getFileSystem(hadoop);
      if (files.exists(this.folder)) {
        throw new LoadException(
            ErrorCode.INVALID_OPTION,
            "the staging folder %s is there already. Remove it or name another.".formatted(folder));
      }
      files.mkdirs(this.folder);
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option staging: folder %s cannot be made (%s). Check the path and the rights to it."
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /** Returns the folder's full path. */
  String path() {
    return files.makeQualified(folder).toString();
  }

  /** Opens a file of rows; {@code part} counts the files of one chunk. */
  OutputStream rows(TableName table, int chunk, int part) throws IOException {
    return open("%s.%s.%07d%05d.sql".formatted(table.database(), table.table(), chunk, part));
  }

  void database(String name, String create) throws IOException {
    write(name + "-schema-create.sql", create + ";\n");
  }

  void table(TableName name, String create) throws IOException {
    write(
        "%s.%s-schema.sql".formatted(name.database(), name.table()),
        "/*!40014 SET FOREIGN_KEY_CHECKS=0*/;\n" + create + ";\n");
  }

  /**
   * Writes where the dump stands; the last file, for a folder without it is not whole.
   *
   * @param place null when the source writes no binlog
   */
  void metadata(LocalDateTime started, DumpMetadata place) throws IOException {
    StringBuilder text = new StringBuilder("Started dump at: " + TIME.format(started) + "\n");
    if (place != null) {
      text.append("SHOW MASTER STATUS:\n\tLog: ").append(place.binlogFile());
      text.append("\n\tPos: ").append(place.position());
      text.append("\n\tGTID:").append(place.gtid()).append("\n\n");
    }
    text.append("Finished dump at: ").append(TIME.format(LocalDateTime.now(ZoneOffset.UTC)));
    write("metadata", text.append('\n').toString());
  }

  private void write(String name, String text) throws IOException {
    try (OutputStream out = open(name)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private OutputStream open(String name) throws IOException {
    return files.create(new Path(folder, name), false);
  }

  /** Removes the folder, as far as can be. */
  void remove() {
    try {
      files.delete(folder, true);
    } catch (IOException e) {
      LOG.warn("the staging folder {} cannot be removed", folder, e);
    }
  }
}
