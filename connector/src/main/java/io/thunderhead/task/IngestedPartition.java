package io.thunderhead.task;

import io.thunderhead.conflict.Duplicates;
import io.thunderhead.ingest.RegionResult;
import java.io.Serializable;
import java.util.List;

/**
 * What one task brought into the cluster.
 *
 * @param regions one for each region job
 * @param duplicates what it withheld of each of its ranges; none when the load stops at the first
 *     duplicate
 */
public record IngestedPartition(List<RegionResult> regions, List<Duplicates> duplicates)
    implements Serializable {}
