package io.thunderhead.rows;

import java.util.List;
import java.util.stream.IntStream;

/** All rows of a source. */
public record WholeSample(RowSource rows, int partitions) implements RowSample {
  @Override
  public List<Part> parts() {
    return IntStream.range(0, partitions).mapToObj(i -> new Part(i, false)).toList();
  }

  @Override
  public InputSize size(long[] rowsOfParts) {
    return InputSize.counted(rowsOfParts);
  }
}
