package io.thunderhead.logical;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerKindTest {
  @Test
  void goesByTheVersion() {
    assertThat(ServerKind.of("8.0.11-TiDB-v8.5.1")).isEqualTo(ServerKind.TIDB);
    assertThat(ServerKind.of("10.11.5-MariaDB")).isEqualTo(ServerKind.OTHER);
  }

  @Test
  void knowsWhoseTransactionsUndoLoadData() {
    assertThat(ServerKind.undoesLoadData("8.0.11-TiDB-v8.5.1")).isTrue();
    assertThat(ServerKind.undoesLoadData("8.0.11-TiDB-v7.6.0-serverless")).isTrue();
    assertThat(ServerKind.undoesLoadData("5.7.25-TiDB-v7.5.9")).isFalse();
    assertThat(ServerKind.undoesLoadData("5.7.25-TiDB-v6.10.0")).isFalse();
    assertThat(ServerKind.undoesLoadData("5.7.25-TiDB-None")).isFalse();
    assertThat(ServerKind.undoesLoadData("10.11.5-MariaDB")).isTrue();
  }

  @Test
  void mistrustsMembersThatTiDbShowsInTwoMeanings() {
    assertThat(ServerKind.TIDB.hidesMembers("enum('a\\b','it''s')")).isFalse();
    assertThat(ServerKind.TIDB.hidesMembers("set('a\\nb')")).isTrue();
    assertThat(ServerKind.TIDB.hidesMembers("varchar(10)")).isFalse();
    assertThat(ServerKind.OTHER.hidesMembers("set('a\\nb')")).isFalse();
    assertThat(ServerKind.TIDB.escapesMembers()).isFalse();
  }
}
