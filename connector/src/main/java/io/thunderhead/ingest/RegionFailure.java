package io.thunderhead.ingest;

import java.io.Serializable;

/**
 * Failures of one kind that a region job met at one store.
 *
 * @param storeId 0 when it is not known which
 * @param name the protocol's name of an answer, or {@code WriteFailed}, {@code NoAnswer}
 */
public record RegionFailure(long storeId, String name, int times) implements Serializable {}
