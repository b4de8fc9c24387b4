package io.thunderhead.job;

import io.thunderhead.dm.DmTask;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.route.FileLister;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where the files for DM go. */
final class DmFolder {
  private final Path folder;
  private final FileSystem files;

  private DmFolder(Path folder, FileSystem files) {
    this.folder = folder;
    this.files = files;
  }

  /**
   * Makes the folder unless it is there.
   *
   * @param folder a local path, or a URI of any Hadoop file system
   * @throws LoadException INVALID_OPTION when it cannot be made
   */
  static DmFolder make(String folder) {
    Path path = new Path(FileLister.withKnownScheme(folder, KeptJobs.hadoop()));
    try {
      FileSystem files =
          path.toUri().getScheme() == null
              ? FileSystem.getLocal(KeptJobs.hadoop()).getRawFileSystem()
              : path.getFileSystem(KeptJobs.hadoop());
      files.mkdirs(path);
      return new DmFolder(path, files);
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option dm-task: folder %s cannot be made (%s). Check the path."
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  /**
   * Writes the files of a task and tells what to do with them.
   *
   * @throws LoadException UNFINISHED when they cannot be written
   */
  void write(DmTask task, PrintWriter out) {
    try {
      write("dm-source.yaml", task.sourceFile());
      write("dm-task.yaml", task.taskFile());
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.UNFINISHED,
          "the load is done, but the files for DM cannot be written to %s (%s). DM starts at %s."
              .formatted(folder, e.getMessage(), task.place()),
          e);
    }
    out.println(
        "for DM: %s and dm-source.yaml. Put the passwords in, then 'dmctl operate-source create dm-source.yaml' and 'dmctl start-task dm-task.yaml'."
            .formatted(new Path(folder, "dm-task.yaml")));
    out.flush();
  }

  private void write(String name, String text) throws IOException {
    try (OutputStream out = files.create(new Path(folder, name), true)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
