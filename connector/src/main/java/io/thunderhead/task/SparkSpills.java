package io.thunderhead.task;

import io.thunderhead.block.Spills;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.TempLocalBlockId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/** Files in Spark's local folders, compressed and encrypted as Spark's own are. */
public final class SparkSpills implements Spills {
  private static final Logger LOG = LoggerFactory.getLogger(SparkSpills.class);

  private long bytes;

  /** Returns the bytes of the files that are deleted by now. */
  long bytes() {
    return bytes;
  }

  @Override
  public Spill create() {
    Tuple2<TempLocalBlockId, File> made =
        SparkEnv.get().blockManager().diskBlockManager().createTempLocalBlock();
    return new LocalFile(made._1(), made._2());
  }

  private final class LocalFile implements Spill {
    private final BlockId id;
    private final File file;

    LocalFile(BlockId id, File file) {
      this.id = id;
      this.file = file;
    }

    @Override
    public OutputStream write() throws IOException {
      return SparkEnv.get()
          .serializerManager()
          .wrapStream(id, Files.newOutputStream(file.toPath()));
    }

    @Override
    public InputStream read() throws IOException {
      return SparkEnv.get().serializerManager().wrapStream(id, Files.newInputStream(file.toPath()));
    }

    @Override
    public void delete() {
      bytes += file.length();
      try {
        Files.deleteIfExists(file.toPath());
      } catch (IOException e) {
        // Spark removes the folder with all it holds when it ends.
        LOG.debug("{} is not deleted", file, e);
      }
    }
  }
}
