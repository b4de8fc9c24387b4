package io.thunderhead.sst;

import java.util.List;

/** The column families of TiKV that an import fills (import-protocol 3.4, 3.6). */
enum ColumnFamily {
  /** Values that are too long for a record. */
  DEFAULT("default", 0, "nullptr"),
  /** A record for each version of a row. */
  WRITE("write", Long.BYTES, "FixedSuffixSliceTransform");

  private final String id;
  private final int filterSuffix;
  private final String prefixExtractor;

  ColumnFamily(String id, int filterSuffix, String prefixExtractor) {
    this.id = id;
    this.filterSuffix = filterSuffix;
    this.prefixExtractor = prefixExtractor;
  }

  /** Returns the name that requests and files carry. */
  String id() {
    return id;
  }

  /** Returns how many bytes at the end of a key, its timestamp or none, the filter leaves out. */
  int filterSuffix() {
    return filterSuffix;
  }

  /** Returns the name under which the family's database knows the filter's part of a key. */
  String prefixExtractor() {
    return prefixExtractor;
  }

  /** Makes the collectors of TiKV's own properties. */
  List<PropertyCollector> collectors() {
    return this == WRITE
        ? List.of(new MvccProperties(), new RangeProperties())
        : List.of(new RangeProperties());
  }
}
