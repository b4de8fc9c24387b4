package io.thunderhead.tikv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.shade.com.google.protobuf.UnsafeByteOperations;

/** A file as the messages of an Upload, of at most 1 MiB; one is held at a time. */
final class UploadChunks implements Iterator<ImportSstpb.UploadRequest>, AutoCloseable {
  private static final int CHUNK = 1 << 20;

  private final Path path;
  private final InputStream in;
  private byte[] next;

  UploadChunks(Path path) {
    this.path = path;
    try {
      this.in = Files.newInputStream(path);
    } catch (IOException e) {
      throw failed(e);
    }
    read();
  }

  private void read() {
    try {
      next = in.readNBytes(CHUNK);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public boolean hasNext() {
    return next.length > 0;
  }

  @Override
  public ImportSstpb.UploadRequest next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    byte[] chunk = next;
    read();
    return ImportSstpb.UploadRequest.newBuilder()
        .setData(UnsafeByteOperations.unsafeWrap(chunk))
        .build();
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("SST %s cannot be read: %s".formatted(path, e), e);
  }
}
