package io.thunderhead.mini;

import org.tikv.kvproto.Kvrpcpb.Context;
import org.tikv.kvproto.Metapb.Region;

/** A consistent view of one region on its leader. Close it in the thread that opened it. */
final class RegionSnapshot implements AutoCloseable {
  private final EngineSnapshot engine;
  private final Region region;

  private RegionSnapshot(EngineSnapshot engine, Region region) {
    this.engine = engine;
    this.region = region;
  }

  /** Opens a view for a request, or refuses it with a region error. */
  static RegionSnapshot open(Store store, Context context) throws RegionException {
    // The data is pinned before the check, so what was right at the check is in it.
    EngineSnapshot engine = store.engine().snapshot();
    try {
      return new RegionSnapshot(engine, store.routeRead(context).region());
    } catch (RegionException | RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  EngineSnapshot engine() {
    return engine;
  }

  Region region() {
    return region;
  }

  MvccReader reader(ReadView view) {
    return new MvccReader(engine, view);
  }

  /** Encodes a raw key and checks that the region holds it. */
  byte[] keyInRegion(byte[] rawKey) throws RegionException {
    byte[] key = Keys.encode(rawKey);
    if (!Regions.contains(region, key)) {
      throw new RegionException(RegionErrors.keyNotInRegion(key, region));
    }
    return key;
  }

  /**
   * Opens a scan of {@code [start, end)} of encoded keys, where empty is no bound; it never leaves
   * the region, and a given bound outside of it is refused.
   */
  MvccScanner scanner(byte[] start, byte[] end, ReadView view, boolean reverse, boolean keyOnly)
      throws RangeRefusedException {
    byte[] regionStart = Regions.start(region);
    byte[] regionEnd = Regions.end(region);
    boolean below = start.length > 0 && Keys.compare(start, regionStart) < 0;
    boolean above = end.length > 0 && regionEnd.length > 0 && Keys.compare(end, regionEnd) > 0;
    if (below || above) {
      throw new RangeRefusedException(
          "Request range exceeds bound, request range:["
              + shown(start)
              + ", "
              + shown(end)
              + "), physical bound:["
              + Keys.upperHex(regionStart)
              + ", "
              + Keys.upperHex(regionEnd)
              + ")");
    }
    return new MvccScanner(
        engine,
        start.length == 0 ? regionStart : start,
        end.length == 0 ? regionEnd : end,
        view,
        reverse,
        keyOnly);
  }

  private static String shown(byte[] key) {
    return key.length == 0 ? "(none)" : Keys.upperHex(key);
  }

  /** Encodes a raw bound; an empty one stays empty and means infinity. */
  static byte[] encodeUnlessEmpty(byte[] rawKey) {
    return rawKey.length == 0 ? rawKey : Keys.encode(rawKey);
  }

  @Override
  public void close() {
    engine.close();
  }
}
