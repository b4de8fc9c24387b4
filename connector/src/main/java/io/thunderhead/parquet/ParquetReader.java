package io.thunderhead.parquet;

import io.thunderhead.error.LoadException;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.RowReader;
import io.thunderhead.source.SourceFile;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.internal.filter2.columnindex.RowRanges;

/**
 * Reads the rows of a Parquet file's row groups that begin in a slice, by the types of kv-encoding
 * 8.4.
 *
 * <p>The place of a row is its number in the file, from 1. Checksums of pages are verified where
 * the file has them.
 */
public final class ParquetReader implements RowReader {
  /** Rows of a row group that a sample reads. */
  private static final long HEAD_ROWS = 500;

  private final FileSlice slice;
  private final ParquetFileReader file;
  private final FileLayout layout;
  private final ColumnField[] fields;
  private final BitSet wanted;
  private final boolean headsOnly;
  private int group = -1;
  private long rowsInGroup;
  private long rowsToRead;
  private long rowInGroup;
  private long rowsBefore;

  private ParquetReader(
      FileSlice slice,
      ParquetFileReader file,
      FileLayout layout,
      BitSet wanted,
      boolean headsOnly) {
    this.slice = slice;
    this.file = file;
    this.layout = layout;
    this.fields = layout.fields().toArray(ColumnField[]::new);
    this.wanted = wanted;
    this.headsOnly = headsOnly;
  }

  /**
   * Opens a slice and reads the footer of its file.
   *
   * @throws IOException when the file is not there, no whole Parquet file, or encrypted
   * @throws LoadException SOURCE_SCHEMA_INVALID that names every column of a type that cannot be
   *     read
   */
  public static ParquetReader open(FileSlice slice, ParquetSettings settings, Configuration hadoop)
      throws IOException {
    return open(slice, settings, hadoop, (groups, indexed) -> groups, false);
  }

  /**
   * Opens a slice for a sample: the first rows of some of its row groups, evenly over them. Where a
   * file has no index of its pages, a row group cannot be read in part, and one is read whole.
   *
   * @param groups how many row groups at most
   * @param whole whether a row group is read whole, or none, where there is no index
   * @throws IOException as {@link #open} does
   * @throws LoadException as {@link #open} does
   */
  public static ParquetReader openSample(
      FileSlice slice, ParquetSettings settings, Configuration hadoop, int groups, boolean whole)
      throws IOException {
    return open(
        slice,
        settings,
        hadoop,
        (all, indexed) -> spread(all, indexed ? groups : whole ? Math.min(1, groups) : 0),
        true);
  }

  /** Chooses among the row groups of a slice. */
  @FunctionalInterface
  private interface Choice {
    BitSet of(BitSet groups, boolean indexed);
  }

  @SuppressWarnings("MustBeClosed")
  private static ParquetReader open(
      FileSlice slice,
      ParquetSettings settings,
      Configuration hadoop,
      Choice choice,
      boolean sample)
      throws IOException {
    String path = slice.file().path();
    ParquetFileReader file = openFile(path, hadoop);
    try {
      FileLayout layout = new FileLayout(file.getFileMetaData(), settings, path);
      file.setRequestedSchema(layout.schema());
      boolean indexed = sample && hasPageIndex(file.getRowGroups());
      BitSet wanted = choice.of(groupsOf(slice, file.getRowGroups()), indexed);
      return new ParquetReader(slice, file, layout, wanted, indexed);
    } catch (LoadException e) {
      file.close();
      throw e;
    } catch (RuntimeException e) {
      file.close();
      throw new FileErrors(path).ofFooter(e);
    }
  }

  private static BitSet groupsOf(FileSlice slice, List<BlockMetaData> groups) {
    BitSet own = new BitSet();
    for (int i = 0; i < groups.size(); i++) {
      long begin = begin(groups.get(i));
      own.set(i, groups.get(i).getRowCount() > 0 && begin >= slice.start() && begin < slice.end());
    }
    return own;
  }

  private static BitSet spread(BitSet groups, int count) {
    int[] all = groups.stream().toArray();
    int taken = Math.min(count, all.length);
    BitSet some = new BitSet();
    for (int i = 0; i < taken; i++) {
      some.set(all[(int) ((2L * i + 1) * all.length / (2L * taken))]);
    }
    return some;
  }

  private static boolean hasPageIndex(List<BlockMetaData> groups) {
    return groups.stream()
        .flatMap(group -> group.getColumns().stream())
        .allMatch(column -> column.getOffsetIndexReference() != null);
  }

  /** Returns how many rows the slice has, by the footer of its file. */
  public long rowsOfSlice() {
    List<BlockMetaData> groups = file.getRowGroups();
    return groupsOf(slice, groups).stream().mapToLong(i -> groups.get(i).getRowCount()).sum();
  }

  /**
   * Cuts a file between row groups. Any other cut of its bytes is as right: a row group belongs to
   * the slice it begins in, and a slice may have none.
   *
   * @param size bytes that a slice has at least, but for the last
   * @return slices that cover the file, at least one
   * @throws IOException as {@link #open} does
   */
  public static List<FileSlice> slices(SourceFile source, long size, Configuration hadoop)
      throws IOException {
    List<FileSlice> slices = new ArrayList<>();
    try (ParquetFileReader file = openFile(source.path(), hadoop)) {
      long start = 0;
      boolean first = true;
      for (BlockMetaData group : file.getRowGroups()) {
        long begin = begin(group);
        if (!first && begin - start >= size) {
          slices.add(new FileSlice(source, start, begin));
          start = begin;
        }
        first = false;
      }
      slices.add(new FileSlice(source, start, source.length()));
    } catch (RuntimeException e) {
      throw new FileErrors(source.path()).ofFooter(e);
    }
    return slices;
  }

  /** Returns the columns of the rows. */
  public InputColumns columns() {
    return layout.columns();
  }

  @Override
  public boolean next(SourceRow row) throws IOException {
    try {
      while (rowInGroup == rowsToRead) {
        if (!enterNextGroup()) {
          return false;
        }
      }
      rowInGroup++;
      row.start(layout.columns(), slice.file().path(), rowsBefore + rowInGroup);
      for (ColumnField field : fields) {
        field.put(row);
      }
      return true;
    } catch (IOException | RuntimeException | LinkageError e) {
      throw unreadable(e);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private boolean enterNextGroup() throws IOException {
    List<BlockMetaData> groups = file.getRowGroups();
    do {
      rowsBefore += rowsInGroup;
      rowsInGroup = 0;
      rowsToRead = 0;
      rowInGroup = 0;
      group++;
      if (group == groups.size()) {
        group--;
        return false;
      }
      rowsInGroup = groups.get(group).getRowCount();
    } while (!wanted.get(group));
    rowsToRead = headsOnly ? Math.min(HEAD_ROWS, rowsInGroup) : rowsInGroup;
    if (fields.length > 0) {
      PageReadStore pages =
          headsOnly
              ? file.readFilteredRowGroup(group, RowRanges.createSingle(rowsToRead))
              : file.readRowGroup(group);
      for (ColumnField field : fields) {
        field.enter(pages);
      }
    }
    return true;
  }

  private static long begin(BlockMetaData block) {
    return block.getColumns().isEmpty() ? 0 : block.getStartingPos();
  }

  private IOException unreadable(Throwable cause) {
    long row = rowsBefore + Math.max(rowInGroup, 1);
    return new FileErrors(slice.file().path()).ofRow(row, group + 1, codec(), cause);
  }

  /** Returns the codec that the footer names; an encrypted column does not show its own. */
  private String codec() {
    List<BlockMetaData> groups = file.getRowGroups();
    if (group >= 0) {
      for (ColumnChunkMetaData column : groups.get(group).getColumns()) {
        if (!column.isEncrypted()) {
          return column.getCodec().toString();
        }
      }
    }
    return "unknown";
  }

  private static ParquetFileReader openFile(String path, Configuration hadoop) throws IOException {
    try {
      Path at = new Path(path);
      ParquetReadOptions options =
          HadoopReadOptions.builder(hadoop, at).usePageChecksumVerification().build();
      return ParquetFileReader.open(HadoopInputFile.fromPath(at, hadoop), options);
    } catch (IOException | RuntimeException e) {
      throw new FileErrors(path).ofFooter(e);
    }
  }
}
