package io.thunderhead.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import io.thunderhead.source.Compression;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileRouterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      emptyValue = "",
      value = {
        "my_schema.my_table.0001.sql.snappy | SQL | my_schema | my_table | 0001 | SNAPPY",
        "my_schema.my_table.0001.gz.parquet | PARQUET | my_schema | my_table | 0001 | NONE",
        "/test/123/my_schema.my_table.sql.gz | SQL | my_schema | my_table | '' | GZIP",
        "shop.orders.csv | CSV | shop | orders | '' | NONE",
        "SHOP.Orders.0002.CSV.ZST | CSV | SHOP | Orders | 0002 | ZSTD",
        "shop.orders.2024.0003.csv | CSV | shop | orders.2024 | 0003 | NONE",
        "a%2Eb.c%2Fd.csv | CSV | a.b | c/d | '' | NONE",
        "a+b.c+d.csv | CSV | a+b | c+d | '' | NONE",
        "shop-schema-create.sql | SCHEMA_SCHEMA | shop | '' | '' | NONE",
        "shop.orders-schema.sql.gz | TABLE_SCHEMA | shop | orders | '' | GZIP",
        "shop.orders-schema-view.sql | VIEW_SCHEMA | shop | orders | '' | NONE",
        "export/shop/shop.orders/1/part-00000-7a.gz.parquet | PARQUET | shop | orders | '' | NONE"
      })
  void knowsTheNamesOfDumps(
      String name,
      FileKind kind,
      String schema,
      String table,
      String key,
      Compression compression) {
    ListedFile file = file(name);
    assertThat(FileRouter.ofDefaults().route(file))
        .isEqualTo(new RoutedFile(file, kind, schema, table, key, compression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a/test-schema-create.sql.bak",
        "shop.orders.csv.gz.bak",
        "shop.orders-schema-trigger.sql",
        "shop.orders-schema-triggers.sql.gz",
        "shop-schema-post.sql"
      })
  void passesOverBackupsAndTriggers(String name) {
    assertThat(FileRouter.ofDefaults().route(file(name)).kind()).isEqualTo(FileKind.IGNORE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"metadata", "orders.csv", "readme.txt", "shop.orders.json"})
  void knowsNothingOfOtherNames(String name) {
    assertThat(FileRouter.ofDefaults().route(file(name))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop.orders.csv.xz", "shop.orders.csv.lzo", "shop.orders.csv.rar"})
  void refusesWhatItCannotUnpack(String name) {
    assertThatThrownBy(() -> FileRouter.ofDefaults().route(file(name)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining(name);
  }

  @Test
  void refusesParquetThatIsPackedAgain() {
    assertThatThrownBy(() -> FileRouter.ofDefaults().route(file("shop.orders.parquet.gz")))
        .hasMessageContaining("Unpack it first");
  }

  @Test
  void putsGroupsIntoTheTextsOfARule() {
    FileRule rule =
        rule(
            "(?i)^(?P<db_name>[a-z]+)/(?P<t>[^/]+)/(\\d+)\\.(csv|sql)(?:\\.(gz))?$",
            "x_${db_name}",
            "$t",
            "$4",
            "${3}",
            "$5");
    RoutedFile routed = router(rule).route(file("shop/orders/17.csv.gz"));
    assertThat(routed.schema()).isEqualTo("x_shop");
    assertThat(routed.table()).isEqualTo("orders");
    assertThat(routed.key()).isEqualTo("17");
    assertThat(routed.kind()).isEqualTo(FileKind.CSV);
    assertThat(routed.compression()).isEqualTo(Compression.GZIP);
  }

  @Test
  void takesTheFirstRuleThatSpeaksOfAFile() {
    FileRouter router =
        router(
            rule("^tmp/", "", "", "ignore", "", ""),
            rule("^(.*)\\.csv$", "d", "$1", "csv", "", ""));
    assertThat(router.route(file("tmp/a.csv")).kind()).isEqualTo(FileKind.IGNORE);
    assertThat(router.route(file("b.csv")).table()).isEqualTo("b");
    assertThat(router.route(file("shop.orders.sql"))).isNull();
  }

  @Test
  void routesOnePathByItself() {
    FileRule rule =
        new FileRule(new FileRule.Text("", "in/rows.txt", "d", "t", "csv", "", "", false));
    assertThat(router(rule).route(file("in/rows.txt")).table()).isEqualTo("t");
    assertThat(router(rule).route(file("in/rows.txt2"))).isNull();
  }

  @Test
  void namesARuleThatGivesNoTable() {
    assertThatThrownBy(() -> router(rule("csv$", "d", "", "csv", "", "")).route(file("a.csv")))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("a.csv");
    assertThatThrownBy(() -> router(rule("csv$", "d", "t", "xml", "", "")).route(file("a.csv")))
        .hasMessageContaining("'xml'");
  }

  @Test
  void refusesARuleThatCannotBeRead() {
    assertThatThrownBy(() -> rule("(", "d", "t", "csv", "", "")).hasMessageContaining("'('");
    assertThatThrownBy(() -> rule("", "d", "t", "csv", "", ""))
        .hasMessageContaining("either a pattern or a path");
  }

  private static FileRouter router(FileRule... rules) {
    return new FileRouter(List.of(rules), false);
  }

  private static FileRule rule(
      String pattern, String schema, String table, String type, String key, String compression) {
    return new FileRule(
        new FileRule.Text(pattern, "", schema, table, type, key, compression, false));
  }

  private static ListedFile file(String name) {
    return new ListedFile("file:/dump/" + name, name, 1, 0);
  }
}
