package io.thunderhead.watch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serializable;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What was seen of a load; bounded, however long it was.
 *
 * @param startMillis when it began, since 1970
 * @param millis how long it has run
 * @param phases in order of their starts
 * @param regions what they took; neighbours are summed up where there are many
 * @param warnings what did not stop the load
 * @param options that were given, without secrets
 * @param versions of what took part
 */
public record Seen(
    long startMillis,
    long millis,
    List<PhaseSpan> phases,
    Samples samples,
    List<StoreFigures> stores,
    RegionFigures regions,
    List<String> warnings,
    Map<String, String> options,
    Map<String, String> versions)
    implements Serializable {
  /** Takes copies that keep the order. */
  public Seen {
    phases = List.copyOf(phases);
    stores = List.copyOf(stores);
    warnings = List.copyOf(warnings);
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
  }

  /** Adds all of it to a load's report. */
  public void putInto(ObjectNode report) {
    report.put("startedAt", Instant.ofEpochMilli(startMillis).toString());
    report.put("durationMs", millis);
    for (PhaseSpan phase : phases) {
      ObjectNode node = report.withArray("phases").addObject().put("name", phase.name());
      node.put("startMs", phase.startMillis()).put("endMs", phase.endMillis());
    }
    ObjectNode throughput = report.putObject("throughput");
    throughput.put("bucketMs", samples.bucketMillis());
    samples.rowsRead().forEach(throughput.putArray("rowsRead")::add);
    samples.bytesIngested().forEach(throughput.putArray("bytesIngested")::add);
    stores.forEach(store -> put(report.withArray("stores").addObject(), store));
    put(report.putObject("regions"));
    warnings.forEach(report.putArray("warnings")::add);
    ObjectNode given = report.putObject("options");
    options.forEach(given::put);
    ObjectNode of = report.putObject("versions");
    versions.forEach(of::put);
  }

  private static void put(ObjectNode node, StoreFigures store) {
    node.put("id", store.id()).put("address", store.address()).put("bytes", store.bytes());
    node.put("rows", store.rows()).put("kvs", store.kvs()).put("regions", store.regions());
    ObjectNode retries = node.putObject("retries");
    store.retries().forEach(retries::put);
  }

  private void put(ObjectNode node) {
    node.put("count", regions.count()).put("leastBytes", regions.least());
    node.put("medianBytes", regions.median()).put("mostBytes", regions.most());
    for (RegionBar bar : regions.bars()) {
      ObjectNode each = node.withArray("bars").addObject().put("of", bar.what());
      each.put("regions", bar.regions()).put("bytes", bar.bytes());
      each.put("kvs", bar.kvs()).put("retries", bar.retries());
    }
  }

  /** Returns the rows that were read, about. */
  public long rowsRead() {
    return sum(samples.rowsRead().stream());
  }

  private static long sum(Stream<Long> of) {
    return of.mapToLong(Long::longValue).sum();
  }
}
