package io.thunderhead.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TypeWordsTest {
  private static FieldType type(String words) {
    boolean binary = words.contains("binary") || words.contains("blob");
    return FieldType.ofSql(
        words,
        true,
        new FieldType.Traits(
            binary ? "binary" : "utf8mb4", binary ? "binary" : "utf8mb4_bin", false, false, false));
  }

  @Test
  void readsWhatTypeNamesWrites() {
    for (String words :
        List.of(
            "tinyint(4)",
            "bigint(20) unsigned",
            "decimal(10,2)",
            "double",
            "float(7,3)",
            "datetime(6)",
            "timestamp",
            "time(3)",
            "date",
            "year(4)",
            "bit(8)",
            "char(5)",
            "varbinary(9)",
            "longtext",
            "mediumblob",
            "json",
            "vector(3)",
            "enum('a','b,c')",
            "set('x','y')")) {
      assertThat(type(words).sql()).isEqualTo(words);
    }
  }

  @Test
  void readsNamesWithQuotesAndBackslashes() {
    assertThat(type("enum('it''s','a\\\\b',')')").elems()).containsExactly("it's", "a\\b", ")");
  }

  @Test
  void refusesTypesThatTiDbDoesNotHave() {
    assertThatThrownBy(() -> type("inet6")).hasMessageContaining("inet6");
  }
}
