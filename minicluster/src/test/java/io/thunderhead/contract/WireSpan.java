package io.thunderhead.contract;

import java.util.stream.IntStream;

/** A block of record keys of one table, for one test. */
record WireSpan(WireTable table, long firstHandle) {
  static final long SIZE = 100_000;

  /** The raw key of a row, counted from the start of the span. */
  byte[] key(long row) {
    return WireKeys.recordKey(table.id(), firstHandle + row);
  }

  byte[] start() {
    return key(0);
  }

  /** Exclusive. */
  byte[] end() {
    return key(SIZE);
  }

  Kv row(long row, String value) {
    return Kv.of(key(row), value);
  }

  /** Rows 0, 1, … with values that differ. */
  Kv[] rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> row(i, "value-" + i)).toArray(Kv[]::new);
  }

  WireRegion region() {
    return table.wire().pd().region(start());
  }

  /** Makes the span a region of its own. */
  WireRegion isolate() {
    table.wire().split(start(), end());
    return region();
  }
}
