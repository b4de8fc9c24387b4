package io.thunderhead.rows;

import io.thunderhead.csv.CsvChunk;
import io.thunderhead.input.FileCutter;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;

/** Cuts big files with the executors' help. */
public final class FileSlices {
  private final JavaSparkContext spark;
  private final FileCutter cutter;

  FileSlices(JavaSparkContext spark, FileCutter cutter) {
    this.spark = spark;
    this.cutter = cutter;
  }

  /**
   * Returns the slices of all files, in order.
   *
   * @param told takes a line for each big file that says how it is cut
   */
  List<FileSlice> of(List<SourceFile> files, Consumer<String> told) {
    Map<SourceFile, FileCutter.Cut> cuts = new HashMap<>();
    List<SourceFile> big = files.stream().filter(cutter::isBig).toList();
    cuts.putAll(byChunks(big.stream().filter(cutter::hasChunks).toList()));
    cuts.putAll(whole(big.stream().filter(file -> !cutter.hasChunks(file)).toList()));
    List<FileSlice> slices = new ArrayList<>();
    for (SourceFile file : files) {
      FileCutter.Cut cut = cuts.get(file);
      if (cut == null) {
        slices.add(FileSlice.whole(file));
      } else {
        told.accept(cut.choice());
        slices.addAll(cut.slices());
      }
    }
    return slices;
  }

  private Map<SourceFile, FileCutter.Cut> byChunks(List<SourceFile> files) {
    FileCutter shared = cutter;
    List<FileSlice> chunks = files.stream().flatMap(file -> shared.chunks(file).stream()).toList();
    Map<SourceFile, List<CsvChunk>> scanned =
        chunks.isEmpty()
            ? Map.of()
            : spark.parallelize(chunks, chunks.size()).map(shared::scan).collect().stream()
                .collect(Collectors.groupingBy(chunk -> chunk.chunk().file()));
    return files.stream()
        .collect(
            Collectors.toMap(
                file -> file, file -> shared.join(file, scanned.getOrDefault(file, List.of()))));
  }

  private Map<SourceFile, FileCutter.Cut> whole(List<SourceFile> files) {
    FileCutter shared = cutter;
    if (files.isEmpty()) {
      return Map.of();
    }
    List<FileCutter.Cut> cuts = spark.parallelize(files, files.size()).map(shared::cut).collect();
    Map<SourceFile, FileCutter.Cut> all = new HashMap<>();
    for (int i = 0; i < files.size(); i++) {
      all.put(files.get(i), cuts.get(i));
    }
    return all;
  }
}
