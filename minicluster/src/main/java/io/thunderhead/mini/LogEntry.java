package io.thunderhead.mini;

import java.util.List;
import org.tikv.kvproto.ImportSstpb.SSTMeta;
import org.tikv.kvproto.Metapb.Region;

/** One command of a region's log. Every replica applies each entry once, in order. */
sealed interface LogEntry {
  /** Changes of keys. */
  record Write(List<Mutation> mutations) implements LogEntry {}

  /** SSTs that lie in the import folder of every replica's store. */
  record Ingest(List<SSTMeta> ssts) implements LogEntry {}

  /** The regions that the region falls into, in key order; the last keeps its id. */
  record Split(List<Region> regions) implements LogEntry {}

  /** The region after it took in a neighbour whose log is applied everywhere. */
  record Merge(Region merged, long sourceId) implements LogEntry {}

  /** The region as it waits to be taken in: nothing is committed to its log any more. */
  record PrepareMerge(Region prepared) implements LogEntry {}

  /** The region with other peers. */
  record ChangePeers(Region region) implements LogEntry {}
}
