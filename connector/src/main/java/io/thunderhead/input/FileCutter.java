package io.thunderhead.input;

import io.thunderhead.csv.CsvChunk;
import io.thunderhead.csv.CsvSplit;
import io.thunderhead.csv.CsvSplitter;
import io.thunderhead.error.LoadException;
import io.thunderhead.parquet.ParquetReader;
import io.thunderhead.source.FileFormat;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.HadoopSettings;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.UnreadableFile;
import io.thunderhead.sqldump.SqlSplitter;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;

/**
 * Cuts big files into slices that are read side by side, where that gives the rows of one reader:
 * CSV where records begin, statements at INSERT, Parquet between row groups.
 *
 * @param settings how the files are read
 * @param hadoop opens them
 */
public record FileCutter(InputSettings settings, HadoopSettings hadoop) implements Serializable {
  /**
   * How a file is read.
   *
   * @param slices of the whole file, in order
   * @param choice how it is cut or why it is not, in one line
   */
  public record Cut(List<FileSlice> slices, String choice) implements Serializable {
    /** Copies the list. */
    public Cut {
      slices = List.copyOf(slices);
    }
  }

  /** Tells whether a file is larger than a slice; others are read whole. */
  public boolean isBig(SourceFile file) {
    return file.length() > settings.sliceBytes() + settings.sliceBytes() / 10;
  }

  /** Tells whether a big file's bytes are gone through chunk by chunk before {@link #join}. */
  public boolean hasChunks(SourceFile file) {
    return file.format() == FileFormat.CSV && csv().scans(file);
  }

  /**
   * Returns the chunks of a file that has some.
   *
   * @throws LoadException SOURCE_UNREADABLE when the file cannot be read
   */
  public List<FileSlice> chunks(SourceFile file) {
    try {
      return csv().chunks(file, stored(file));
    } catch (IOException e) {
      throw UnreadableFile.toRead(file.path(), e);
    }
  }

  /**
   * Goes through one chunk.
   *
   * @throws LoadException SOURCE_UNREADABLE when the file cannot be read
   */
  public CsvChunk scan(FileSlice chunk) {
    try {
      return csv().scan(chunk, stored(chunk.file()));
    } catch (IOException e) {
      throw UnreadableFile.toRead(chunk.file().path(), e);
    }
  }

  /** Cuts a file by all its chunks, in order. */
  public Cut join(SourceFile file, List<CsvChunk> chunks) {
    return cut(file, csv().join(file, chunks));
  }

  /**
   * Cuts a file that has no chunks.
   *
   * @throws LoadException SOURCE_UNREADABLE when the file cannot be read
   */
  public Cut cut(SourceFile file) {
    try {
      return switch (file.format()) {
        case CSV -> join(file, List.of());
        case SQL -> {
          SqlSplitter.Cut cut =
              SqlSplitter.cut(file, settings.sql(), stored(file), settings.sliceBytes());
          yield new Cut(cut.slices(), cut.choice());
        }
        case PARQUET -> {
          List<FileSlice> slices =
              ParquetReader.slices(file, settings.sliceBytes(), hadoop.configuration());
          yield new Cut(
              slices,
              "%s is read in %d slices of whole row groups".formatted(file.path(), slices.size()));
        }
      };
    } catch (IOException e) {
      throw UnreadableFile.toRead(file.path(), e);
    }
  }

  private static Cut cut(SourceFile file, CsvSplit split) {
    return new Cut(split.slices(), file.path() + ": " + split.reason());
  }

  private CsvSplitter csv() {
    return new CsvSplitter(settings.csv(), settings.sliceBytes());
  }

  private StoredFile stored(SourceFile file) {
    return new StoredFile(file, hadoop.configuration());
  }
}
