package io.thunderhead.task;

import io.thunderhead.option.LoadOptions;
import io.thunderhead.tikv.StoreConfig;
import java.io.Serializable;
import java.util.Optional;

/**
 * What a region is made for: what the options say, else what TiKV splits at by itself, but no less
 * than Lightning's size (import-protocol 2.8).
 *
 * @param bytes of raw keys and values
 * @param keys number of KVs
 * @param source where the two come from, for people
 */
public record RegionSize(long bytes, long keys, String source) implements Serializable {
  private static final long LEAST_BYTES = 96L << 20;
  private static final long LEAST_KEYS = 960_000;

  /** Chooses; stores are only asked for what the options leave open. */
  public static RegionSize of(LoadOptions options, StoreAnswer stores) {
    Optional<Long> bytes = options.regionSplitSize();
    Optional<Long> keys = options.regionSplitKeys();
    if (bytes.isPresent() && keys.isPresent()) {
      return new RegionSize(bytes.get(), keys.get(), "by option");
    }
    Optional<StoreConfig> told = stores.ask();
    long toldBytes = told.map(StoreConfig::regionSplitBytes).orElse(0L);
    long toldKeys = told.map(StoreConfig::regionSplitKeys).orElse(0L);
    String source =
        told.map(each -> "as store " + each.address() + " splits them")
            .orElse("by default, as no store's status port answers");
    return new RegionSize(
        bytes.orElse(Math.max(LEAST_BYTES, toldBytes)),
        keys.orElse(Math.max(LEAST_KEYS, toldKeys)),
        bytes.isPresent() || keys.isPresent() ? source + ", and by option" : source);
  }

  /** Asks the stores. */
  @FunctionalInterface
  public interface StoreAnswer {
    Optional<StoreConfig> ask();
  }

  public String text() {
    return "regions are made for %,d bytes and %,d keys, %s".formatted(bytes, keys, source);
  }
}
