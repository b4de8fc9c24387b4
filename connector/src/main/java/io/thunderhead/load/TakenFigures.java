package io.thunderhead.load;

import io.thunderhead.ingest.RegionFailure;
import io.thunderhead.ingest.RegionResult;
import io.thunderhead.pd.Store;
import io.thunderhead.schema.IndexInfo;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.watch.LoadWatch;
import io.thunderhead.watch.RegionBar;
import io.thunderhead.watch.RegionFigures;
import io.thunderhead.watch.StoreFigures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sums up what region jobs did by store and by region. */
final class TakenFigures {
  private final Map<Long, OfStore> stores = new TreeMap<>();
  private final Map<Long, RegionBar> regions = new LinkedHashMap<>();
  private final TableInfo table;

  /** What one store took, while it is summed up. */
  private static final class OfStore {
    private long bytes;
    private long rows;
    private long kvs;
    private final Map<Long, Boolean> regions = new TreeMap<>();
    private final Map<String, Integer> retries = new TreeMap<>();
  }

  private TakenFigures(TableInfo table) {
    this.table = table;
  }

  /**
   * Tells a watch what region jobs did.
   *
   * @param known stores, whose addresses are told
   */
  static void tell(
      LoadWatch watch, TableInfo table, List<RegionResult> results, List<Store> known) {
    TakenFigures figures = new TakenFigures(table);
    List<RegionResult> ordered = new ArrayList<>(results);
    ordered.sort(Comparator.comparing(each -> each.range().start(), Arrays::compareUnsigned));
    ordered.forEach(figures::add);
    watch.took(figures.stores(known), figures.regions());
  }

  private void add(RegionResult result) {
    long kvs = Math.abs(result.sum().kvs());
    for (long id : result.stores()) {
      OfStore store = of(id);
      store.bytes += result.sentBytes();
      store.kvs += kvs;
      store.rows += result.indexId() < 0 ? kvs : 0;
      store.regions.put(result.regionId(), true);
    }
    for (RegionFailure failure : result.failures()) {
      of(failure.storeId()).retries.merge(failure.name(), failure.times(), Integer::sum);
    }
    RegionBar bar =
        new RegionBar(
            what(result.indexId()), 1, Math.abs(result.sum().bytes()), kvs, result.retries());
    regions.merge(result.regionId(), bar, TakenFigures::sameRegion);
  }

  private static RegionBar sameRegion(RegionBar a, RegionBar b) {
    return new RegionBar(
        a.what(), 1, a.bytes() + b.bytes(), a.kvs() + b.kvs(), a.retries() + b.retries());
  }

  private OfStore of(long id) {
    return stores.computeIfAbsent(id, each -> new OfStore());
  }

  private String what(long indexId) {
    if (indexId < 0) {
      return "records";
    }
    return table.indexes().stream()
        .filter(index -> index.id() == indexId)
        .map(IndexInfo::name)
        .findFirst()
        .map(name -> "index " + name)
        .orElse("index " + indexId);
  }

  private List<StoreFigures> stores(List<Store> known) {
    List<StoreFigures> all = new ArrayList<>();
    stores.forEach(
        (id, of) ->
            all.add(
                new StoreFigures(
                    id,
                    known.stream()
                        .filter(each -> each.id() == id)
                        .map(Store::address)
                        .findFirst()
                        .orElse(""),
                    of.bytes,
                    of.rows,
                    of.kvs,
                    of.regions.size(),
                    of.retries)));
    return all;
  }

  private RegionFigures regions() {
    return RegionFigures.of(List.copyOf(regions.values()));
  }
}
