package io.thunderhead.watch;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * How a load's bytes lie in regions.
 *
 * @param count regions that took data
 * @param least bytes of KVs of the smallest
 * @param median bytes of KVs of the one in the middle
 * @param most bytes of KVs of the largest
 * @param bars in the order of keys, at most {@value #MOST_BARS}
 */
public record RegionFigures(int count, long least, long median, long most, List<RegionBar> bars)
    implements Serializable {
  static final int MOST_BARS = 240;

  /** Of a load that wrote nothing. */
  public static final RegionFigures NONE = new RegionFigures(0, 0, 0, 0, List.of());

  /** Takes a copy. */
  public RegionFigures {
    bars = List.copyOf(bars);
  }

  /** Sums up regions; neighbours share a bar where there are too many. */
  public static RegionFigures of(List<RegionBar> regions) {
    if (regions.isEmpty()) {
      return NONE;
    }
    long[] bytes = regions.stream().mapToLong(RegionBar::bytes).sorted().toArray();
    int ofBar = (regions.size() + MOST_BARS - 1) / MOST_BARS;
    List<RegionBar> bars = new ArrayList<>();
    for (int i = 0; i < regions.size(); i += ofBar) {
      regions.subList(i, Math.min(i + ofBar, regions.size())).stream()
          .reduce(RegionBar::plus)
          .ifPresent(bars::add);
    }
    return new RegionFigures(
        regions.size(), bytes[0], bytes[bytes.length / 2], bytes[bytes.length - 1], bars);
  }
}
