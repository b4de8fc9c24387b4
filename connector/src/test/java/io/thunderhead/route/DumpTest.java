package io.thunderhead.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import io.thunderhead.option.TableName;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DumpTest {

  @Test
  void ordersTheFilesOfATableByKeyThenPath() {
    Dump dump = dump("b/d.t.2.csv", "a/d.t.10.csv", "c/d.t.1.csv", "a/d.t.csv", "a/d.t.2.csv");
    assertThat(names(dump.tables().get(0)))
        .containsExactly("a/d.t.csv", "c/d.t.1.csv", "a/d.t.10.csv", "a/d.t.2.csv", "b/d.t.2.csv");
  }

  @Test
  void makesOneTableOfNamesThatDifferByCase() {
    Dump dump = dump("D.T-schema.sql", "d.t.1.csv", "D.T.2.csv");
    assertThat(dump.tables()).hasSize(1);
    assertThat(dump.tables().get(0).data()).hasSize(2);
  }

  @Test
  void takesTheViewForTheTableThatStandsInForIt() {
    Dump dump = dump("d.v-schema.sql", "d.v-schema-view.sql", "d.t-schema.sql", "d.t.csv");
    assertThat(dump.tables()).extracting(Dump.DumpTable::name).containsExactly(name("d", "t"));
    assertThat(dump.views()).extracting(Dump.DumpTable::name).containsExactly(name("d", "v"));
  }

  @Test
  void readsMydumpersTwoNumbers() {
    Dump dump = dump("d.t-schema.sql", "d.t.00000.00002.sql", "d.t.00000.00001.sql");
    assertThat(dump.tables()).hasSize(1);
    assertThat(names(dump.tables().get(0)))
        .containsExactly("d.t.00000.00001.sql", "d.t.00000.00002.sql");
    Dump dotted = dump("d.t-schema.sql", "d.t.00000-schema.sql", "d.t.00000.00001.sql");
    assertThat(dotted.tables())
        .extracting(Dump.DumpTable::name)
        .contains(name("d", "t"), name("d", "t.00000"));
  }

  @Test
  void leavesOutWhatTheFilterLeavesOut() {
    TableFilter filter = new TableFilter(List.of("*.*", "!d.tmp*"), false);
    Dump dump =
        Dump.of(
            files("d.t.csv", "d.tmp1.csv", "notes.txt", "metadata"),
            FileRouter.ofDefaults(),
            filter,
            TableRoutes.none());
    assertThat(dump.tables()).extracting(Dump.DumpTable::name).containsExactly(name("d", "t"));
    assertThat(dump.ignored()).extracting(ListedFile::name).containsExactly("notes.txt");
    assertThat(dump.metadata().name()).isEqualTo("metadata");
    assertThatThrownBy(() -> dump("notes.txt"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("none of the 1 files belongs to a table");
  }

  @Test
  void gathersShardsInOneTableWithWhereTheyCameFrom() {
    TableRoute route =
        new TableRoute(
            "shop_*",
            "orders_?",
            "shop",
            "orders",
            new TableRoute.Extract("orders_(.)", "shard"),
            new TableRoute.Extract("shop_(\\w+)", "region"),
            new TableRoute.Extract("(.*)", "source"));
    Dump dump =
        Dump.of(
            files("shop_eu.orders_1.csv", "shop_us.orders_2.csv", "shop_us.other.csv"),
            FileRouter.ofDefaults(),
            new TableFilter(List.of("*.*"), false),
            new TableRoutes(List.of(route), "dump7", false));
    assertThat(dump.databases()).containsOnlyKeys("shop", "shop_us");
    Dump.DumpTable orders = dump.tables().get(0);
    assertThat(orders.name()).isEqualTo(name("shop", "orders"));
    assertThat(orders.data())
        .extracting(Dump.DataFile::constants)
        .containsExactly(
            Map.of("shard", "1", "region", "eu", "source", "dump7"),
            Map.of("shard", "2", "region", "us", "source", "dump7"));
  }

  @Test
  void prefersARouteOfTablesToOneOfDatabases() {
    TableRoute database = new TableRoute("a*", "", "all", "", null, null, null);
    TableRoute table = new TableRoute("a*", "t", "one", "", null, null, null);
    TableRoutes routes = new TableRoutes(List.of(database, table), "", false);
    assertThat(routes.target("a1", "t").table()).isEqualTo(name("one", "t"));
    assertThat(routes.target("a1", "u").table()).isEqualTo(name("all", "u"));
    assertThat(routes.target("b", "t").table()).isEqualTo(name("b", "t"));
  }

  @Test
  void refusesTwoRoutesForOneTable() {
    TableRoute first = new TableRoute("a*", "t", "one", "", null, null, null);
    TableRoute second = new TableRoute("*", "t", "two", "", null, null, null);
    assertThatThrownBy(() -> new TableRoutes(List.of(first, second), "", false).target("a", "t"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("both a*.t and *.t match table a.t");
  }

  @Test
  void readsTheMetadataOfDumplingAndOfMydumper() {
    assertThat(
            DumpMetadata.parse(
                "Started dump at: 2026-11-21 06:52:11\nSHOW MASTER STATUS:\n\tLog: tidb-binlog\n\tPos: 4706\n\tGTID:\n\nFinished dump at: 2026-11-21 06:52:12\n"))
        .isEqualTo(new DumpMetadata("tidb-binlog", "4706", ""));
    assertThat(
            DumpMetadata.parse(
                "SHOW MASTER STATUS:\n\tLog: bin.000007\n\tPos: 197\n\tGTID:3e11fa47:1-5\n\nSHOW SLAVE STATUS:\n\tHost: h\n\tLog: other.1\n\tPos: 9\n"))
        .isEqualTo(
            new DumpMetadata(
                "bin.000007",
                "197",
                "3e11fa47:1-5",
                new DumpMetadata.Upstream("h", "other.1", "9", ""),
                true));
    assertThat(
            DumpMetadata.parse(
                "[config]\nquote-character = BACKTICK\n\n[source]\nFile = bin.000008\nPosition = 198\nExecuted_Gtid_Set = \"a:1\"\n\n[`d`.`t`]\nrows = 5\n"))
        .isEqualTo(new DumpMetadata("bin.000008", "198", "a:1"));
    assertThat(DumpMetadata.parse("Started dump at: 2026\n")).isNull();
  }

  @Test
  void tellsWhetherTheRowsAreThoseOfOnePlace() {
    String both =
        "SHOW MASTER STATUS:\n\tLog: bin.1\n\tPos: 4\n\tGTID:a:1-5,\nb:1-%d\n\nSHOW MASTER STATUS: /* AFTER CONNECTION POOL ESTABLISHED */\n\tLog: bin.1\n\tPos: 4\n\tGTID:a:1-5,\nb:1-2\n";
    assertThat(DumpMetadata.parse(both.formatted(2)))
        .isEqualTo(new DumpMetadata("bin.1", "4", "a:1-5,b:1-2", null, true));
    assertThat(DumpMetadata.parse(both.formatted(1)).exact()).isFalse();
  }

  @Test
  void remembersEveryTableWhoseRowsATableTakes() {
    TableRoute route = new TableRoute("s", "t?", "all", "t", null, null, null);
    Dump dump =
        Dump.of(
            files("s.t1-schema.sql", "s.t2-schema.sql", "s.t3.csv", "s.t3.2.csv"),
            FileRouter.ofDefaults(),
            new TableFilter(List.of("*.*"), false),
            new TableRoutes(List.of(route), "", false));
    assertThat(dump.tables().get(0).sources())
        .containsExactly(name("s", "t1"), name("s", "t2"), name("s", "t3"));
  }

  private static Dump dump(String... names) {
    return Dump.of(
        files(names),
        FileRouter.ofDefaults(),
        new TableFilter(List.of("*.*"), false),
        TableRoutes.none());
  }

  private static List<ListedFile> files(String... names) {
    return Arrays.stream(names).map(each -> new ListedFile("/in/" + each, each, 1, 0)).toList();
  }

  private static List<String> names(Dump.DumpTable table) {
    return table.data().stream().map(each -> each.routed().file().name()).toList();
  }

  private static TableName name(String database, String table) {
    return new TableName(database, table);
  }
}
