package io.thunderhead.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadWatchTest {
  @Test
  void spreadsWorkOverTheTimeItTook() {
    Throughput throughput = new Throughput();
    throughput.add(100, 400, 300, 0);
    throughput.add(350, 450, 0, 1000);
    Samples samples = throughput.samples();
    assertThat(samples.bucketMillis()).isEqualTo(100);
    assertThat(samples.rowsRead()).containsExactly(0L, 100L, 100L, 100L, 0L);
    assertThat(samples.bytesIngested()).containsExactly(0L, 0L, 0L, 500L, 500L);
  }

  @Test
  void keepsNoMoreSamplesHoweverLongALoadRuns() {
    Throughput throughput = new Throughput();
    long day = 24L * 3600 * 1000;
    for (long at = 0; at < day; at += 60_000) {
      throughput.add(at, at + 60_000, 6_000, 60_000);
    }
    Samples samples = throughput.samples();
    assertThat(samples.rowsRead()).hasSizeBetween(300, 600);
    assertThat(samples.rowsRead().stream().mapToLong(Long::longValue).sum())
        .isBetween(day / 10 - 300, day / 10 + 300);
    assertThat(samples.bucketMillis() * samples.rowsRead().size()).isGreaterThanOrEqualTo(day);
  }

  @Test
  void countsWorkThatTookNoTime() {
    Throughput throughput = new Throughput();
    throughput.add(0, 0, 7, 9);
    assertThat(throughput.samples().rowsRead()).containsExactly(7L);
  }

  @Test
  void keepsThePhaseThatALoadFailedIn() {
    LoadWatch watch = new LoadWatch();
    watch.begin("precheck");
    watch.end();
    watch.begin("sample");
    assertThat(watch.seen().phases())
        .extracting(PhaseSpan::name)
        .containsExactly("precheck", "sample");
  }

  @Test
  void asksWhoKnowsHowFarAPhaseIs() {
    LoadWatch watch = new LoadWatch();
    watch.begin("encode-and-sort");
    assertThat(watch.now().fraction()).isNegative();
    watch.follow(
        new LoadWatch.Sight() {
          @Override
          public String phase() {
            return "write-and-ingest";
          }

          @Override
          public double fraction() {
            return 0.5;
          }
        });
    watch.worked(10, 100, 1000);
    LoadWatch.Now now = watch.now();
    assertThat(now.phase()).isEqualTo("write-and-ingest");
    assertThat(now.fraction()).isEqualTo(0.5);
    assertThat(now.rows()).isEqualTo(100);
    assertThat(now.bytes()).isEqualTo(1000);
  }

  @Test
  void sumsUpNeighboursWhereRegionsAreMany() {
    RegionFigures figures =
        RegionFigures.of(Collections.nCopies(1000, new RegionBar("records", 1, 10, 2, 1)));
    assertThat(figures.count()).isEqualTo(1000);
    assertThat(figures.bars()).hasSizeLessThanOrEqualTo(RegionFigures.MOST_BARS);
    assertThat(figures.bars().stream().mapToLong(RegionBar::bytes).sum()).isEqualTo(10_000);
    assertThat(figures.bars().stream().mapToInt(RegionBar::regions).sum()).isEqualTo(1000);
  }

  @Test
  void putsAllIntoAReport() {
    LoadWatch watch = new LoadWatch();
    watch.options(Map.of("pd", "h:2379"));
    watch.warn("slow disk");
    watch.took(
        List.of(new StoreFigures(1, "s:20160", 10, 2, 4, 1, Map.of("NotLeader", 3))),
        RegionFigures.of(List.of(new RegionBar("records", 1, 10, 4, 3))));
    ObjectNode json = new ObjectMapper().createObjectNode();
    watch.seen().putInto(json);
    assertThat(json.at("/stores/0/retries/NotLeader").asInt()).isEqualTo(3);
    assertThat(json.at("/regions/bars/0/bytes").asLong()).isEqualTo(10);
    assertThat(json.at("/warnings/0").asText()).isEqualTo("slow disk");
    assertThat(json.at("/options/pd").asText()).isEqualTo("h:2379");
  }
}
