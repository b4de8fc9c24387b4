package io.thunderhead.csv;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits a big file for readers side by side, where the rows are the same as those of one reader.
 *
 * <p>In strict format the user's promise is enough to split anywhere. Else the bytes are gone
 * through once, and quotes, escapes and bad records followed as the reader does; slices then begin
 * exactly where records do. Chunks can be gone through by several machines ({@link #chunks}, {@link
 * #scan}, {@link #join}) or by this one ({@link #split}).
 *
 * @param dialect of the file
 * @param sliceBytes bytes of a slice; files of up to 1.1 times as many are not split (kv-encoding
 *     8.2)
 */
public record CsvSplitter(CsvDialect dialect, long sliceBytes) implements Serializable {
  /** The size of Lightning's {@code max-region-size}, from which on it splits. */
  public static final long SLICE_BYTES = 256L << 20;

  /** Checks the size. */
  public CsvSplitter {
    if (sliceBytes < 1) {
      throw new IllegalArgumentException("sliceBytes: " + sliceBytes + " (expected: >= 1)");
    }
  }

  /** Tells whether the bytes of a file have to be gone through before it can be split. */
  public boolean scans(SourceFile file) {
    return whole(file) == null && !splitsBlindly();
  }

  /**
   * Splits a file on this machine.
   *
   * @throws IOException when the file cannot be read
   */
  public CsvSplit split(SourceFile file, ByteSource source) throws IOException {
    List<CsvChunk> chunks = new ArrayList<>();
    if (scans(file)) {
      for (FileSlice chunk : chunks(file, source)) {
        chunks.add(scan(chunk, source));
      }
    }
    return join(file, chunks);
  }

  /**
   * Returns the parts of a file to be gone through, from behind its head on.
   *
   * @throws IOException when the file cannot be read
   */
  public List<FileSlice> chunks(SourceFile file, ByteSource source) throws IOException {
    long start;
    try (CsvFile head = CsvFile.open(source, 0, dialect, CsvReader.WINDOW_BYTES)) {
      start = Math.min(file.length(), CsvHead.read(head.parser(), dialect, file).end());
    }
    List<FileSlice> chunks = new ArrayList<>();
    for (long at = start; at < file.length(); at += sliceBytes) {
      chunks.add(new FileSlice(file, at, Math.min(file.length(), at + sliceBytes)));
    }
    return chunks;
  }

  /**
   * Goes through one chunk, without knowledge of those before it.
   *
   * @throws IOException when the file cannot be read
   */
  public CsvChunk scan(FileSlice chunk, ByteSource source) throws IOException {
    return CsvChunk.scan(chunk, dialect, source, CsvReader.WINDOW_BYTES);
  }

  /**
   * Returns the slices of a file.
   *
   * @param chunks all chunks of the file in order; empty when {@link #scans} says that none is
   *     needed
   */
  public CsvSplit join(SourceFile file, List<CsvChunk> chunks) {
    String whole = whole(file);
    if (whole != null) {
      return new CsvSplit(List.of(FileSlice.whole(file)), "not split: " + whole);
    }
    List<Long> cuts = new ArrayList<>();
    String how;
    if (splitsBlindly()) {
      how = "at terminators, which strict-format promises to be in no field";
      for (long at = sliceBytes; at < file.length(); at += sliceBytes) {
        cuts.add(at);
      }
    } else {
      long lost = cuts(chunks, cuts);
      how = "where records begin, by following the quotes";
      if (lost != CsvTrack.NONE) {
        how += "; not behind byte %d, where a record is longer than a row may be".formatted(lost);
      }
    }
    List<FileSlice> slices = slices(file, cuts);
    return new CsvSplit(slices, "split into %d %s".formatted(slices.size(), how));
  }

  /** Tells why a file is not split; null when it may be. */
  private String whole(SourceFile file) {
    long most = sliceBytes + sliceBytes / 10;
    if (file.compression() != Compression.NONE) {
      return "a compressed file has no places to begin at";
    } else if (file.length() <= most) {
      return "its %d bytes are not more than %d".formatted(file.length(), most);
    } else if (splitsBlindly()) {
      return null;
    } else if (!dialect.startingBy().isEmpty()) {
      return "with starting-by only files in strict-format are";
    } else if (!new CsvTokens(dialect).isAscii()) {
      return "with special strings that are not ASCII only files in strict-format are";
    }
    return null;
  }

  private boolean splitsBlindly() {
    return dialect.strictFormat() && !new CsvTokens(dialect).terminatorOverlaps();
  }

  /**
   * Goes from chunk to chunk.
   *
   * @param cuts takes where slices begin
   * @return file offset of the record that ends the search, else NONE
   */
  private long cuts(List<CsvChunk> chunks, List<Long> cuts) {
    int entry = CsvChunk.entry(CsvTrack.START, 0);
    long last = chunks.isEmpty() ? 0 : chunks.get(0).chunk().start();
    for (int i = 0; i < chunks.size(); i++) {
      CsvChunk.Way way = chunks.get(i).ways().get(entry);
      if (way.first() != CsvTrack.NONE) {
        if (way.first() - last > dialect.rowLimit()) {
          return last;
        }
        if (i > 0) {
          cuts.add(way.first());
        }
        last = way.last();
      }
      if (way.lost()) {
        return last;
      }
      entry = CsvChunk.entry(way.state(), way.skip());
    }
    return CsvTrack.NONE;
  }

  private static List<FileSlice> slices(SourceFile file, List<Long> cuts) {
    List<FileSlice> slices = new ArrayList<>();
    long start = 0;
    for (long cut : cuts) {
      if (cut > start && cut < file.length()) {
        slices.add(new FileSlice(file, start, cut));
        start = cut;
      }
    }
    slices.add(new FileSlice(file, start, file.length()));
    return slices;
  }
}
