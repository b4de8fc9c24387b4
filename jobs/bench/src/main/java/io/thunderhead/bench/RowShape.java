package io.thunderhead.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Tables that are hard in one way each, with rows made from a fixed seed. */
enum RowShape {
  /** Rows of about 100 bytes, of which the start of a task matters least and the row most. */
  SHORT(4_000_000, 1, 90, 0),

  /** Rows of 19 KiB, whose values are kept apart from their keys by TiKV. */
  LONG(40_000, 1, 19 << 10, 0),

  /** A row has 501 KVs: what it takes is moving and sorting entries. */
  INDEXES(8_000, 23, 8, 500),

  /** All keys in one region, which one task sorts and writes alone. */
  HOT(2_000_000, 1, 90, 1);

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz 0123456789";

  private final int rows;
  private final int numbers;
  private final int textBytes;
  private final int indexes;

  RowShape(int rows, int numbers, int textBytes, int indexes) {
    this.rows = rows;
    this.numbers = numbers;
    this.textBytes = textBytes;
    this.indexes = indexes;
  }

  /** Makes the file, unless the folder has it from before. */
  LoadInput in(Path folder) throws IOException {
    Path file = folder.resolve(name().toLowerCase(Locale.ROOT) + ".csv");
    if (!Files.exists(file)) {
      Path fresh = Files.createTempFile(folder, "rows", ".csv");
      write(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
    List<String> options =
        this == HOT
            ? List.of("region-split-size=64GiB", "region-split-keys=1000000000")
            : List.of();
    return new LoadInput(title(), "shaped", ddl(), file, options);
  }

  private String title() {
    return switch (this) {
      case SHORT -> "rows of 100 bytes";
      case LONG -> "rows of 19 KiB";
      case INDEXES -> "500 indexes";
      case HOT -> "one hot region";
    };
  }

  private String ddl() {
    String columns =
        IntStream.range(0, numbers)
            .mapToObj(i -> "n%d BIGINT NOT NULL, ".formatted(i))
            .collect(Collectors.joining());
    String keys =
        IntStream.range(0, indexes)
            .mapToObj(
                i ->
                    ", KEY k%d (n%d%s)"
                        .formatted(
                            i, i % numbers, i < numbers ? "" : ", n" + (i / numbers + i) % numbers))
            .collect(Collectors.joining());
    return """
        CREATE DATABASE IF NOT EXISTS test;
        CREATE TABLE test.shaped (id BIGINT NOT NULL, %st MEDIUMTEXT NOT NULL,
          PRIMARY KEY (id) CLUSTERED%s);
        """
        .formatted(columns, keys);
  }

  private void write(Path file) throws IOException {
    SplittableRandom random = new SplittableRandom(rows);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      StringBuilder line = new StringBuilder();
      for (int row = 0; row < rows; row++) {
        line.setLength(0);
        line.append(row);
        for (int i = 0; i < numbers; i++) {
          line.append(',').append(random.nextInt(1_000_000_000));
        }
        line.append(',');
        for (int i = 0; i < textBytes; i++) {
          line.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        out.append(line.append('\n'));
      }
    }
  }
}
