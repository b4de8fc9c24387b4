package io.thunderhead.input;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.source.Compression;
import io.thunderhead.source.UnreadableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads files that are small enough to be held whole, such as those that create tables. */
public final class SmallFile {
  private static final Logger LOG = LoggerFactory.getLogger(SmallFile.class);
  private static final int MOST_BYTES = 64 << 20;

  private SmallFile() {}

  /**
   * Returns the text of a file: UTF-8, else GB18030, as Lightning reads schema files.
   *
   * @throws LoadException SOURCE_UNREADABLE when it cannot be read or is no text
   */
  public static String read(String path, Compression compression, Configuration hadoop) {
    byte[] bytes;
    Path file = new Path(path);
    try (InputStream stored = file.getFileSystem(hadoop).open(file);
        InputStream text = compression.open(stored, path)) {
      bytes = text.readNBytes(MOST_BYTES);
    } catch (IOException e) {
      throw UnreadableFile.toRead(path, e);
    }
    for (Charset charset : new Charset[] {StandardCharsets.UTF_8, Charset.forName("GB18030")}) {
      try {
        return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      } catch (CharacterCodingException e) {
        LOG.debug("{} is not in {}", path, charset);
      }
    }
    throw new LoadException(
        ErrorCode.SOURCE_UNREADABLE,
        "%s is neither UTF-8 nor GB18030. Convert the file.".formatted(path));
  }
}
