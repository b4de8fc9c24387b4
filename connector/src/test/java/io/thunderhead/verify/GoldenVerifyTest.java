package io.thunderhead.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.mini.KeyValue;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.TableName;
import io.thunderhead.schema.TableInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files against what a real cluster stored of them. */
class GoldenVerifyTest {
  private static final Path GOLDEN = Path.of("../minicluster/src/test/resources/golden");
  private static MiniCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = MiniCluster.builder().stores(1).replicas(1).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  static List<String> tables() {
    List<String> names = new ArrayList<>();
    for (String part : List.of("tables", "random")) {
      try (Stream<Path> folders = Files.list(GOLDEN.resolve(part))) {
        folders.map(folder -> part + "/" + folder.getFileName()).sorted().forEach(names::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return names;
  }

  @ParameterizedTest
  @MethodSource("tables")
  void findsFilesTheSameAsWhatARealClusterStored(String name) throws IOException {
    Path folder = GOLDEN.resolve(name);
    TableInfo table = TableInfo.fromJson(Files.readAllBytes(folder.resolve("table.json")));
    store(folder, table);
    Map<String, String> options = new HashMap<>();
    options.put("sql-mode", "ONLY_FULL_GROUP_BY,NO_AUTO_CREATE_USER");
    options.put("time-zone", "UTC");
    Verified verified =
        new Verified(cluster, name(table), Map.of("escaped-by", "\\"), Map.of(), options);
    VerifyReport report = verified.verify(folder.resolve("data.csv"));
    assertThat(report.isSame()).as(report.toText()).isTrue();
    assertThat(report.sourceRows()).isEqualTo(report.targetRows()).isPositive();
    assertThat(report.setAside()).isZero();
  }

  /** Puts the table into a database of its own, with all that was stored of it. */
  private static void store(Path folder, TableInfo table) throws IOException {
    List<KeyValue> pairs = new ArrayList<>();
    TableName name = name(table);
    long id = 100_000 + table.id();
    String json =
        "{\"id\":%d,\"db_name\":{\"O\":\"%s\",\"L\":\"%2$s\"},\"state\":5}"
            .formatted(id, name.database());
    pairs.add(
        new KeyValue(
            TableCodec.metaHashKey("DBs", "DB:" + id), json.getBytes(StandardCharsets.UTF_8)));
    pairs.add(
        new KeyValue(
            TableCodec.metaHashKey("DB:" + id, "Table:" + table.id()),
            Files.readAllBytes(folder.resolve("table.json"))));
    for (String line : Files.readAllLines(folder.resolve("kv.tsv"))) {
      String[] parts = line.split("\t", -1);
      pairs.add(new KeyValue(HexFormat.of().parseHex(parts[0]), HexFormat.of().parseHex(parts[1])));
    }
    cluster.write(pairs);
  }

  private static TableName name(TableInfo table) {
    return new TableName("golden" + table.id(), table.name());
  }
}
