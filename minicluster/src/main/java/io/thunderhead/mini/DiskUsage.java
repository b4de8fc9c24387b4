package io.thunderhead.mini;

/** Bytes of a store's disk. */
record DiskUsage(long capacity, long available, long used) {}
