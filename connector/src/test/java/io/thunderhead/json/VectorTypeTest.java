package io.thunderhead.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.type.BadValueException;
import io.thunderhead.type.Datum;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorTypeTest {
  private final VectorType any = new VectorType(-1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|00000000|[]",
        " [ 1 , -2.5 ] |020000000000803f000020c0|[1,-2.5]",
        "[-0, 3e10]|02000000000000807684df50|[-0,30000000000]",
        "[1e-50]|0100000000000000|[0]"
      })
  void writesLittleEndianFloats(String text, String hex, String shown) {
    Datum value = new Datum();
    any.fromText(text, value);
    byte[] bytes = value.bytes().toByteArray();
    assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(hex);
    assertThat(any.text(bytes, 0, bytes.length)).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "null", "1", "[", "[1", "[1,]", "[,1]", "[1 2]", "[\"1\"]", "[NaN]", "[1e39]", "[01]",
        "[1]x", "[null]"
      })
  void refusesWhatIsNoVector(String text) {
    Datum value = new Datum();
    assertThatThrownBy(() -> any.fromText(text, value)).isInstanceOf(BadValueException.class);
  }

  @Test
  void checksTheDimension() {
    Datum value = new Datum();
    VectorType three = new VectorType(3);
    three.fromText("[1,2,3]", value);
    assertThatThrownBy(() -> three.fromText("[1,2]", value))
        .hasMessageContaining("2 dimensions, not 3");
    String most = "[" + "1,".repeat(16382) + "1]";
    any.fromText(most, value);
    assertThatThrownBy(() -> any.fromText("[1," + most.substring(1), value))
        .hasMessageContaining("16383");
  }
}
