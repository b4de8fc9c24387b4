package io.thunderhead.ddl;

/** Tells where allocators stand, which the catalog itself does not know. */
@FunctionalInterface
public interface AllocatorValues {
  /** Values of a cluster in which no id was ever taken. */
  AllocatorValues NONE = (databaseId, tableId, allocator) -> 0;

  /**
   * Returns the stored value of an allocator, the largest id that counts as used; 0 for none.
   *
   * @param databaseId the database whose meta hash has the allocator
   */
  long stored(long databaseId, long tableId, Change.Allocator allocator);
}
