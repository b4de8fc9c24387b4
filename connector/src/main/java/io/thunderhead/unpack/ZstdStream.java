package io.thunderhead.unpack;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;

/** Zstandard of any number of frames, skippable ones among them. */
final class ZstdStream extends UnpackedStream {
  private static final int BLOCK = 1 << 17;

  /** What zstd's own tool takes with {@code --long=31}. */
  private static final int MAX_WINDOW_LOG = 31;

  private final ZstdInputStreamNoFinalizer frames;

  ZstdStream(PackedInput in) throws IOException {
    super(in, BLOCK);
    this.frames = new ZstdInputStreamNoFinalizer(in).setLongMax(MAX_WINDOW_LOG);
  }

  @Override
  int next() throws IOException {
    try {
      return frames.read(block, 0, block.length);
    } catch (ZstdIOException e) {
      throw in.peek(1).length == 0 ? in.cutOff() : in.damaged(e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    frames.close();
  }
}
