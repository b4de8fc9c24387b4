package io.thunderhead.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import io.thunderhead.route.DumpMetadata;
import org.junit.jupiter.api.Test;

class StartPlaceTest {
  @Test
  void takesThePlaceOfADump() {
    StartPlace place = StartPlace.of(new DumpMetadata("bin.000007", "197", "a:1-5,\n b:1"));
    assertThat(place)
        .isEqualTo(new StartPlace("bin.000007", 197, "a:1-5,b:1", true, "the snapshot"));
  }

  @Test
  void takesThePrimarysPlaceOfAReplicaWithoutBinlog() {
    StartPlace place =
        StartPlace.of(
            DumpMetadata.parse("SHOW SLAVE STATUS:\n\tHost: h\n\tLog: bin.1\n\tPos: 9\n"));
    assertThat(place.file()).isEqualTo("bin.1");
    assertThat(place.position()).isEqualTo(9);
    assertThat(place.origin()).contains("primary h");
  }

  @Test
  void readsWhatAUserSaysAsInexact() {
    StartPlace place = StartPlace.given("mysql-bin.000007:0", "");
    assertThat(place.exact()).isFalse();
    assertThat(place.position()).as("events begin behind the file's head").isEqualTo(4);
    assertThat(StartPlace.given("", "a:1-5").file()).isEmpty();
    for (String wrong : new String[] {"mysql-bin.000007", "mysql-bin:x", ":4", "a b:4"}) {
      assertThatThrownBy(() -> StartPlace.given(wrong, "a:1"))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("expected: FILE:POSITION");
    }
  }

  @Test
  void refusesSourcesWithoutAPlace() {
    assertThatThrownBy(() -> StartPlace.of(null))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("--dm-binlog");
    assertThatThrownBy(() -> StartPlace.of(new DumpMetadata("tidb-binlog", "4706", "")))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("--start-ts=4706");
    assertThatThrownBy(() -> StartPlace.of(new DumpMetadata("bin.1", "", "")))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("no place in a binlog");
  }
}
