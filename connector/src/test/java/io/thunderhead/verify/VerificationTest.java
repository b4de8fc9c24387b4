package io.thunderhead.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.thunderhead.mini.KeyValue;
import io.thunderhead.mini.MiniCluster;
import io.thunderhead.option.TableName;
import io.thunderhead.tikv.KvPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences of each sort, planted in the table or in the file behind the load. */
class VerificationTest {
  private static MiniCluster cluster;
  private static int tables;

  @TempDir private Path folder;

  private String table;

  @BeforeAll
  static void startCluster() {
    cluster = MiniCluster.builder().stores(2).replicas(2).start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void name() {
    table = "v" + tables++;
  }

  private Verified table(String columns, String... options) {
    return table(columns, Map.of(), Map.of(), options);
  }

  private Verified table(
      String columns, Map<String, String> source, Map<String, String> set, String... options) {
    cluster.execute("CREATE TABLE test." + table + " (" + columns);
    Map<String, String> more =
        IntStream.range(0, options.length / 2)
            .boxed()
            .collect(Collectors.toMap(i -> options[2 * i], i -> options[2 * i + 1]));
    return new Verified(cluster, new TableName("test", table), source, set, more);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static String rows(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> "%d,name %d,%d.50\n".formatted(i, i, i))
        .collect(Collectors.joining());
  }

  private static final String COLUMNS =
      "id BIGINT PRIMARY KEY, s VARCHAR(40), d DECIMAL(12,2), KEY ks (s))";

  @Test
  void findsALoadedTableTheSame() throws IOException {
    Verified verified = table(COLUMNS);
    Path file = file("t.csv", "id,s,d\n" + rows(0, 2000));
    verified.load(file);
    VerifyReport report = verified.verify(file);
    assertThat(report.isSame()).isTrue();
    assertThat(report.sourceRows()).isEqualTo(2000);
    assertThat(report.targetRows()).isEqualTo(2000);
    assertThat(report.sourceDigest()).isEqualTo(report.targetDigest());
    assertThat(report.toText()).contains("the same").doesNotContain("rows set aside");
  }

  @Test
  void findsOneByteThatAStoreHoldsOtherwise() throws IOException {
    Verified verified = table(COLUMNS);
    Path file = file("t.csv", "id,s,d\n" + rows(0, 1000));
    verified.load(file);
    KvPair record = verified.records().get(700);
    byte[] value =
        new String(record.value(), StandardCharsets.ISO_8859_1)
            .replace("name 700", "name 7O0")
            .getBytes(StandardCharsets.ISO_8859_1);
    cluster.write(List.of(new KeyValue(record.key(), value)));
    VerifyReport report = verified.verify(file);
    assertThat(report.isSame()).isFalse();
    assertThat(report.chunksDiffering()).isEqualTo(1);
    assertThat(List.of(report.missing(), report.extra(), report.different()))
        .containsExactly(0L, 0L, 1L);
    assertThat(report.differences())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.key()).containsExactly("id '700'");
              assertThat(each.place()).contains("t.csv:");
              assertThat(each.columns())
                  .extracting(
                      Difference.Column::name, Difference.Column::source, Difference.Column::target)
                  .containsExactly(tuple("s", "'name 700'", "'name 7O0'"));
            });
    assertThat(report.toText())
        .contains("s: source 'name 700', target 'name 7O0'")
        .contains("DIFFERENT");
    assertThat(report.toJson()).contains("\"column\" : \"s\"");
  }

  @Test
  void tellsMissingExtraAndChangedRowsOfAFileThatWasEdited() throws IOException {
    Verified verified = table(COLUMNS);
    verified.load(file("t.csv", "id,s,d\n1,,1.00\n2,b,2.00\n3,c,3.00\n4,d,4.00\n5,e,5.00\n"));
    Path edited = file("u.csv", "id,s,d\n1,\\N,1.00\n2,b,2.00\n4,d,-4.00\n5,5.00,5\n6,new,6.00\n");
    VerifyReport report = verified.verify(edited);
    assertThat(List.of(report.missing(), report.extra(), report.different()))
        .containsExactly(1L, 1L, 3L);
    assertThat(report.differences())
        .extracting(Difference::kind, each -> each.key().get(0))
        .containsExactlyInAnyOrder(
            tuple(Difference.Kind.DIFFERENT, "id '1'"),
            tuple(Difference.Kind.EXTRA, "id '3'"),
            tuple(Difference.Kind.DIFFERENT, "id '4'"),
            tuple(Difference.Kind.DIFFERENT, "id '5'"),
            tuple(Difference.Kind.MISSING, "id '6'"));
    assertThat(report.toText()).contains("s: source NULL, target ''");
  }

  @Test
  void findsColumnsThatWereSwapped() throws IOException {
    Verified verified = table("id INT PRIMARY KEY, a VARCHAR(9), b VARCHAR(9))");
    verified.load(file("t.csv", "id,a,b\n1,x,y\n2,z,z\n"));
    VerifyReport report = verified.verify(file("u.csv", "id,b,a\n1,x,y\n2,z,z\n"));
    assertThat(report.different()).isEqualTo(1);
    assertThat(report.differences().get(0).columns())
        .extracting(Difference.Column::name)
        .containsExactly("a", "b");
  }

  @Test
  void comparesRowsWithoutAKeyByHowOftenTheyAreThere() throws IOException {
    Verified verified = table("a INT, b VARCHAR(9))");
    Path file = file("t.csv", "a,b\n1,x\n1,x\n2,y\n\\N,\\N\n");
    verified.load(file);
    assertThat(verified.verify(file).isSame()).isTrue();
    List<KvPair> records = verified.records();
    byte[] another = Verified.keyOfHandle(records.get(0), 1_000_000);
    cluster.write(List.of(new KeyValue(another, records.get(0).value())));
    VerifyReport report = verified.verify(file);
    assertThat(report.extra()).isEqualTo(1);
    assertThat(report.differences().get(0).key()).containsExactly("a '1'", "b 'x'");

    VerifyReport shorter = verified.verify(file("u.csv", "a,b\n1,x\n"));
    assertThat(List.of(shorter.missing(), shorter.extra())).containsExactly(0L, 4L);
    assertThat(shorter.toText()).contains("a '1', b 'x' 2 times");
  }

  @Test
  void comparesPartitionsAndClusteredKeysAndComputedColumns() throws IOException {
    Verified verified =
        table(
            "k VARCHAR(9) COLLATE utf8mb4_general_ci, n INT, g INT AS (n + 1) STORED, w INT AS (n * 2), df INT DEFAULT 7, at DATETIME DEFAULT CURRENT_TIMESTAMP, PRIMARY KEY (k, n) CLUSTERED) PARTITION BY HASH (n) PARTITIONS 3 -- ");
    Path file = file("t.csv", "k,n\nA,1\nb ,2\nc,3\nd,4\n");
    verified.load(file);
    VerifyReport report = verified.verify(file);
    assertThat(report.isSame()).as(report.toText()).isTrue();
    assertThat(report.notCompared()).containsExactly("w (not stored)", "at (given by the load)");
    assertThat(verified.verify(file("u.csv", "k,n\na,1\nb ,2\nc,3\nd,4\n")).toText())
        .contains("different")
        .contains("k: source 'a', target 'A'");
  }

  @Test
  void leavesOutIdsThatTheLoadGave() throws IOException {
    Verified verified = table("id BIGINT AUTO_INCREMENT PRIMARY KEY, s VARCHAR(9))");
    Path file = file("t.csv", "s\na\nb\nb\n");
    verified.load(file);
    VerifyReport report = verified.verify(file);
    assertThat(report.isSame()).isTrue();
    assertThat(report.notCompared()).containsExactly("id (given by the load)");
    Path some = file("u.csv", "id,s\n\\N,a\n7,b\n8,b\n");
    assertThat(verified.verify(some).isSame()).isTrue();
  }

  @Test
  void countsRowsThatTheLoadSetAside() throws IOException {
    Path aside = folder.resolve("aside");
    Verified verified = table(COLUMNS, "max-error", "5", "bad-rows", aside.toString());
    Path file = file("t.csv", "id,s,d\n1,a,1\nx,b,2\n3,c,many\n4,d,4\n");
    verified.load(file);
    VerifyReport report = verified.verify(file);
    assertThat(report.isSame()).isTrue();
    assertThat(report.setAside()).isEqualTo(2);
    assertThat(report.sourceRows()).isEqualTo(2);
    assertThat(report.firstSetAside()).hasSize(2).anyMatch(each -> each.contains("'many'"));
    assertThat(report.toText()).contains("2 of the source cannot be stored; the load's are in");
    Verified strict =
        new Verified(cluster, new TableName("test", table), Map.of(), Map.of(), Map.of());
    assertThat(strict.verify(file).isSame()).isFalse();
  }

  @Test
  void expectsOfRowsWithOneKeyThoseThatStay() throws IOException {
    String csv = "id,s,d\n1,first,1\n2,b,2\n1,last,3\n1,middle,4\n1,last,3\n";
    for (String rule : List.of("replace", "ignore", "remove")) {
      name();
      Verified verified = table(COLUMNS, "on-duplicate", rule);
      Path file = file(rule + ".csv", csv);
      verified.load(file);
      VerifyReport report = verified.verify(file);
      assertThat(report.isSame()).as(rule + report.toText()).isTrue();
      assertThat(report.leftOut()).isEqualTo(rule.equals("remove") ? 4 : 3);
    }
  }

  @Test
  void comparesColumnsThatTheLoadComputed() throws IOException {
    Map<String, String> source = Map.of("columns", "id,@s,d", "header", "false");
    Verified verified = table(COLUMNS, source, Map.of("s", "upper(`@s`)"));
    Path file = file("t.csv", "1,abc,1\n2,def,2\n");
    verified.load(file);
    assertThat(verified.verify(file).isSame()).isTrue();
    assertThat(verified.verify(file("u.csv", "1,abc,1\n2,deg,2\n")).differences().get(0).columns())
        .extracting(Difference.Column::target)
        .containsExactly("'DEF'");
  }

  @Test
  void cutsLongValuesAroundTheFirstCharacterThatDiffers() throws IOException {
    Verified verified = table("id INT PRIMARY KEY, s TEXT)");
    String before = "x".repeat(500);
    verified.load(file("t.csv", "id,s\n1," + before + "a" + before + "\n"));
    VerifyReport report = verified.verify(file("u.csv", "id,s\n1," + before + "b" + before + "\n"));
    Difference.Column column = report.differences().get(0).columns().get(0);
    assertThat(column.source()).contains("xbx").hasSizeLessThan(80);
    assertThat(column.target()).contains("xax").startsWith("'…").endsWith("…'");
  }
}
