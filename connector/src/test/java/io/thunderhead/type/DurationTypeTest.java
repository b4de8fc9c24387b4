package io.thunderhead.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTypeTest {
  @ParameterizedTest
  @CsvSource({
    "10:11:12, 10:11:12.000",
    "10:11, 10:11:00.000",
    "1:2:3, 01:02:03.000",
    "1122, 00:11:22.000",
    "5, 00:00:05.000",
    "101112, 10:11:12.000",
    "101112.1236, 10:11:12.124",
    "1 10:00, 34:00:00.000",
    "2 3, 51:00:00.000",
    "-1 01:01:01.1, -25:01:01.100",
    "-838:59:59, -838:59:59.000",
    "838:59:59, 838:59:59.000",
    "34 22:59:57, 838:59:57.000",
    "'  10 : 11 : 12 ', 10:11:12.000",
    "00:00:59.9996, 00:01:00.000",
    "00:59:59.9999, 01:00:00.000",
    "100:00:00, 100:00:00.000",
    "2024-02-29 13:14:15, 13:14:15.000",
    "2024-02-29T13:14:15.6789, 13:14:15.679",
    "20240229131415, 13:14:15.000",
    "-00:00:00.0004, 00:00:00.000"
  })
  void readsText(String text, String expected) {
    assertThat(Values.text(new DurationType(3, Values.STRICT), text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "10:60:00",
        "10:00:60",
        "839:00:00",
        "838:59:59.5",
        "1 839:00",
        "10:11:12x",
        "10:",
        "99999999",
        "2024-02-29 25:00:00",
        "2024-02-29"
      })
  void refusesInStrictMode(String text) {
    assertThatThrownBy(() -> Values.text(new DurationType(3, Values.STRICT), text))
        .isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 00:00:00",
    "839:00:00, 838:59:59",
    "-900:00:00, -838:59:59",
    "838:59:59.5, 838:59:59",
    "10:11:12x, 10:11:12",
    "10:11:12 abcdefg, 00:00:00",
    "10:60:00, 00:00:00"
  })
  void adjustsOutsideStrictMode(String text, String expected) {
    assertThat(Values.text(new DurationType(0, Values.LOOSE), text)).isEqualTo(expected);
  }

  @Test
  void readsNumbers() {
    DurationType type = new DurationType(1, Values.STRICT);
    assertThat(Values.shown(type, Values.datum(out -> type.fromLong(101112, out))))
        .isEqualTo("10:11:12.0");
    assertThat(Values.shown(type, Values.datum(out -> type.fromDouble(-1122.25, out))))
        .isEqualTo("-00:11:22.3");
    assertThatThrownBy(() -> Values.datum(out -> type.fromLong(8385960, out)))
        .isInstanceOf(BadValueException.class);
    assertThatThrownBy(() -> Values.datum(out -> type.fromLong(-8385960, out)))
        .isInstanceOf(BadValueException.class);
    assertThat(Values.shown(type, Values.datum(out -> type.fromLong(20240229131415L, out))))
        .isEqualTo("13:14:15.0");
  }

  @Test
  void writesNanoseconds() {
    DurationType type = new DurationType(6, Values.STRICT);
    assertThat(Values.keyHex(type, "00:00:01")).isEqualTo("07800000003b9aca00");
    assertThat(Values.keyHex(type, "-00:00:01")).isEqualTo("077fffffffc4653600");
    assertThat(Values.rowHex(type, "00:00:01")).isEqualTo("00ca9a3b");
    assertThat(Values.rowHex(type, "00:00:00")).isEqualTo("00");
  }
}
