package io.thunderhead.journal;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of jobs in a directory of any Hadoop file system: {@code directory/job/name}. */
final class HadoopJobFiles implements JobFiles {
  private static final Logger LOG = LoggerFactory.getLogger(HadoopJobFiles.class);

  private final Path directory;
  private final FileSystem files;

  /**
   * @param directory any URI that Hadoop opens; a relative one lies in the user's home there
   * @throws LoadException INVALID_OPTION when no file system can be had for it
   */
  HadoopJobFiles(String directory, Configuration hadoop) {
    Path path = new Path(directory);
    try {
      this.files = path.getFileSystem(hadoop);
      Path home = files.getHomeDirectory();
      this.directory = path.isAbsolute() ? path : new Path(home, path);
    } catch (IOException e) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "option job-dir: %s cannot be opened (%s). Name a directory that this user may write to, or 'none'."
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  @Override
  public String place() {
    return directory.toString();
  }

  @Override
  public List<Long> jobs() {
    List<Long> jobs = new ArrayList<>();
    for (FileStatus each : list(directory)) {
      String name = each.getPath().getName();
      if (each.isDirectory() && name.matches("\\d{1,18}")) {
        jobs.add(Long.parseLong(name));
      }
    }
    return jobs;
  }

  @Override
  public List<String> names(long job) {
    List<String> names = new ArrayList<>();
    for (FileStatus each : list(folder(job))) {
      names.add(each.getPath().getName());
    }
    return names;
  }

  private FileStatus[] list(Path folder) {
    try {
      return files.listStatus(folder);
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    } catch (IOException e) {
      throw failed("list", folder, e);
    }
  }

  @Override
  public byte[] read(long job, String name) {
    Path path = new Path(folder(job), name);
    try (FSDataInputStream in = files.open(path)) {
      return SealedFile.open(in.readAllBytes());
    } catch (FileNotFoundException e) {
      return null;
    } catch (IOException e) {
      throw failed("read", path, e);
    }
  }

  @Override
  public void write(long job, String name, byte[] content) {
    Path path = new Path(folder(job), name);
    try (FSDataOutputStream out = files.create(path, true)) {
      out.write(SealedFile.seal(content));
      if (out.hasCapability("hsync")) {
        out.hsync();
      }
    } catch (IOException e) {
      throw failed("write", path, e);
    }
  }

  /** HDFS and the local disk make a file in one step, object stores look first. */
  @Override
  public boolean create(long job, String name, byte[] content) {
    Path path = new Path(folder(job), name);
    try {
      if (files instanceof LocalFileSystem local && !newFile(local.pathToFile(path).toPath())) {
        return false;
      } else if (files instanceof LocalFileSystem) {
        write(job, name, content);
        return true;
      }
      try (FSDataOutputStream out = files.create(path, false)) {
        out.write(SealedFile.seal(content));
      }
      return true;
    } catch (FileAlreadyExistsException e) {
      LOG.debug("{} is there", path, e);
      return false;
    } catch (IOException e) {
      throw failed("write", path, e);
    }
  }

  /** Hadoop's own way on the local disk looks first. */
  private static boolean newFile(java.nio.file.Path path) throws IOException {
    Files.createDirectories(path.getParent());
    return path.toFile().createNewFile();
  }

  @Override
  public void delete(long job, String name) {
    Path path = new Path(folder(job), name);
    try {
      files.delete(path, false);
    } catch (IOException e) {
      throw failed("remove", path, e);
    }
  }

  private Path folder(long job) {
    return new Path(directory, String.valueOf(job));
  }

  private static LoadException failed(String what, Path path, IOException e) {
    return new LoadException(
        ErrorCode.JOB_STORE_FAILED,
        "cannot %s %s of the job's records (%s). See that the directory of option job-dir can be reached and written to."
            .formatted(what, path, String.valueOf(e.getMessage()).lines().findFirst().orElse("")),
        e);
  }
}
