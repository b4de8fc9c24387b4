package io.thunderhead.mini;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What clients have set up in a cluster and not taken back, of the kinds that a load uses.
 *
 * @param labelRules ids of rules in force, but for those that PD makes by itself
 * @param registrations keys of PD's etcd under which importers register, and leases that live
 * @param safePoints services that hold garbage collection back
 * @param importingStores stores in import mode
 * @param forcedRanges ranges that force partitions, as {@code store ID: [hex, hex)} of raw keys
 * @param files SSTs that were written and not ingested, as {@code store ID: name}
 */
public record LeftOnCluster(
    List<String> labelRules,
    List<String> registrations,
    List<String> safePoints,
    List<Long> importingStores,
    List<String> forcedRanges,
    List<String> files) {
  private static final String REGISTRATIONS = "/tidb/brie/import/";
  private static final String BEHIND_REGISTRATIONS = "/tidb/brie/import0";
  private static final String OF_PD = "keyspaces/";

  /** Nothing at all. */
  public static final LeftOnCluster NOTHING =
      new LeftOnCluster(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  static LeftOnCluster of(Pd pd, Topology topology) {
    List<String> registrations = new ArrayList<>();
    pd.etcd()
        .range(Texts.bytes(REGISTRATIONS), Texts.bytes(BEHIND_REGISTRATIONS))
        .forEach(pair -> registrations.add(pair.getKey().toString(StandardCharsets.UTF_8)));
    pd.etcd().leases().forEach(lease -> registrations.add("lease " + lease));
    List<Long> importing = new ArrayList<>();
    List<String> forced = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (Store store : topology.stores()) {
      if (store.importMode().isImporting()) {
        importing.add(store.id());
      }
      String name = "store " + store.id() + ": ";
      store.forcedRanges().live().forEach(range -> forced.add(name + range));
      for (Path file : store.imports().saved()) {
        files.add(name + file.getFileName());
      }
    }
    return new LeftOnCluster(
        pd.labelRules().all().stream()
            .map(LabelRule::id)
            .filter(id -> !id.startsWith(OF_PD))
            .toList(),
        List.copyOf(registrations),
        pd.safePoints().services(),
        List.copyOf(importing),
        List.copyOf(forced),
        List.copyOf(files));
  }
}
