package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SqlModeTest {
  @Test
  void readsTheVariable() {
    assertThat(SqlMode.parse("")).isEmpty();
    assertThat(SqlMode.parse(" strict_trans_tables,,NO_ZERO_DATE "))
        .containsExactlyInAnyOrder(SqlMode.STRICT_TRANS_TABLES, SqlMode.NO_ZERO_DATE);
    assertThat(SqlMode.isStrict(SqlMode.parse("TRADITIONAL"))).isTrue();
    assertThat(SqlMode.isStrict(SqlMode.parse("ONLY_FULL_GROUP_BY,NO_AUTO_CREATE_USER"))).isFalse();
    assertThat(SqlMode.isStrict(SqlMode.CLUSTER_DEFAULT)).isTrue();
  }

  @Test
  void refusesAModeWhoseEffectIsNotKnown() {
    assertThatThrownBy(() -> SqlMode.parse("STRICT_TRANS_TABLES,TIME_TRUNCATE_FRACTIONAL"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TIME_TRUNCATE_FRACTIONAL");
  }
}
