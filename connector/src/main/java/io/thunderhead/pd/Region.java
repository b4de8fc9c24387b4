package io.thunderhead.pd;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.MemComparable;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.HexFormat;
import java.util.List;
import org.tikv.kvproto.Metapb;

/**
 * One region with its peers and leader, as seen at one moment; stale by nature.
 *
 * @param meta PD's record; its keys are encoded
 * @param leader the leading peer
 * @param range the same bounds as raw keys, half-open, empty end = infinity
 */
public record Region(Metapb.Region meta, Metapb.Peer leader, KeyRange range) {

  /**
   * Decodes the bounds of a region.
   *
   * @throws LoadException CLUSTER_PROTOCOL when a bound is no encoded key
   */
  public static Region of(Metapb.Region meta, Metapb.Peer leader) {
    return new Region(
        meta,
        leader,
        new KeyRange(
            decode(meta, meta.getStartKey().toByteArray()),
            decode(meta, meta.getEndKey().toByteArray())));
  }

  /** Returns the region's id. */
  public long id() {
    return meta.getId();
  }

  /** Returns every peer: voters, learners and columnar replicas alike. */
  public List<Metapb.Peer> peers() {
    return meta.getPeersList();
  }

  private static byte[] decode(Metapb.Region meta, byte[] bound) {
    if (bound.length == 0) {
      return bound;
    }
    try {
      return MemComparable.decodeBytes(bound);
    } catch (IllegalArgumentException e) {
      throw new LoadException(
          ErrorCode.CLUSTER_PROTOCOL,
          "region %d has the bound %s, which is no encoded key. Physical mode needs a cluster that is used by TiDB only; check the pd address."
              .formatted(meta.getId(), HexFormat.of().formatHex(bound)),
          e);
    }
  }

  @Override
  public String toString() {
    return "region %d (epoch %d/%d, leader store %d) %s"
        .formatted(
            id(),
            meta.getRegionEpoch().getConfVer(),
            meta.getRegionEpoch().getVersion(),
            leader.getStoreId(),
            range);
  }
}
