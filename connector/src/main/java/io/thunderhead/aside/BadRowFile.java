package io.thunderhead.aside;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The file of one task attempt's bad rows, below the folder of the load. */
public record BadRowFile(BadRowSettings settings, int partition, long attempt) {
  /** Folder of files that are not yet known to be of the attempt that counts. */
  static final String ATTEMPTS = "_attempts";

  /** Creates the file. */
  OutputStream create() throws IOException {
    Path path = new Path(new Path(settings.folder(), ATTEMPTS), name());
    FileSystem files = path.getFileSystem(settings.hadoop().configuration());
    return files.create(path, true);
  }

  /** Returns the name, whose parts {@link BadRowFolder} reads back. */
  public String name() {
    return "%05d-%d.jsonl".formatted(partition, attempt);
  }
}
