package io.thunderhead.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.option.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrantsTest {
  private static final TableName TABLE = new TableName("shop_1", "Orders");

  private static List<String> missing(String... lines) {
    return new Grants(List.of(lines)).missing(TABLE, List.of("SELECT", "INSERT"));
  }

  @Test
  void countsEveryPlaceThatCoversTheTable() {
    assertThat(missing("GRANT SELECT,INSERT ON *.* TO 'u'@'%'")).isEmpty();
    assertThat(missing("GRANT ALL PRIVILEGES ON *.* TO 'root'@'%' WITH GRANT OPTION")).isEmpty();
    assertThat(missing("GRANT SELECT,INSERT ON `shop_1`.* TO 'u'@'%'")).isEmpty();
    assertThat(missing("GRANT SELECT,INSERT ON SHOP_1.orders TO 'u'@'%'")).isEmpty();
    assertThat(
            missing(
                "GRANT USAGE ON *.* TO 'u'@'%'",
                "GRANT SELECT ON shop_1.* TO 'u'@'%'",
                "GRANT INSERT ON `shop_1`.`orders` TO 'u'@'%'"))
        .isEmpty();
  }

  @Test
  void readsDatabasesAsPatterns() {
    assertThat(missing("GRANT ALL PRIVILEGES ON `shop%`.* TO 'u'@'%'")).isEmpty();
    assertThat(missing("GRANT ALL PRIVILEGES ON `shop\\_1`.* TO 'u'@'%'")).isEmpty();
    assertThat(missing("GRANT ALL PRIVILEGES ON `shop\\_%`.* TO 'u'@'%'")).isEmpty();
    assertThat(missing("GRANT ALL PRIVILEGES ON `shopp%`.* TO 'u'@'%'")).hasSize(2);
  }

  @Test
  void doesNotCountColumnsRolesAndOtherTables() {
    assertThat(missing("GRANT SELECT(id, v), INSERT ON shop_1.orders TO 'u'@'%'"))
        .containsExactly("SELECT");
    assertThat(missing("GRANT 'writer'@'%' TO 'u'@'%'")).hasSize(2);
    assertThat(missing("GRANT SELECT,INSERT ON shop_1.items TO 'u'@'%'")).hasSize(2);
    assertThat(missing("GRANT SELECT,INSERT ON shop_2.orders TO 'u'@'%'")).hasSize(2);
  }
}
