package io.thunderhead.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableFilterTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "shop.orders | shop | orders | true",
        "shop.orders | SHOP | Orders | true",
        "shop.orders | shop | orders2 | false",
        "shop.* | shop | anything | true",
        "sh?p.o* | shop | orders | true",
        "sh?p.o* | shp | orders | false",
        "shop[0-9].t | shop7 | t | true",
        "shop[!0-9].t | shop7 | t | false",
        "/^shop\\d{2,}$/.* | shop12 | t | true",
        "/^shop\\d{2,}$/.* | shop1 | t | false",
        "/a\\/b/.* | xa/bx | t | true",
        "`a.b`.\"c*\" | a.b | c* | true",
        "`a.b`.\"c*\" | a.b | cd | false",
        "a\\*.b | a* | b | true",
        "a\\*.b | ab | b | false"
      })
  void matchesBothPartsOfAName(String rule, String schema, String table, boolean taken) {
    assertThat(new TableFilter(List.of(rule), false).takes(schema, table)).isEqualTo(taken);
  }

  @Test
  void letsTheLastRuleThatMatchesDecide() {
    TableFilter filter = new TableFilter(List.of("shop.*", "!shop.tmp_*", "shop.tmp_keep"), false);
    assertThat(filter.takes("shop", "orders")).isTrue();
    assertThat(filter.takes("shop", "tmp_a")).isFalse();
    assertThat(filter.takes("shop", "tmp_keep")).isTrue();
    assertThat(filter.takes("other", "orders")).isFalse();
  }

  @Test
  void leavesOutTheSystemByDefault() {
    TableFilter filter = new TableFilter(TableFilter.DEFAULT, false);
    assertThat(filter.takes("shop", "orders")).isTrue();
    for (String schema : List.of("mysql", "sys", "information_schema", "Performance_Schema")) {
      assertThat(filter.takes(schema, "t")).as(schema).isFalse();
    }
  }

  @Test
  void heedsCaseWhenAsked() {
    TableFilter filter = new TableFilter(List.of("Shop.*"), true);
    assertThat(filter.takes("Shop", "t")).isTrue();
    assertThat(filter.takes("shop", "t")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "shop.", ".t", "a.b.c", "/a(/.b", "/a.b", "`a.b"})
  void refusesARuleThatCannotBeRead(String rule) {
    assertThatThrownBy(() -> new TableFilter(List.of(rule), false))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining(rule);
  }
}
