package io.thunderhead.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.type.BadValueException;
import io.thunderhead.type.SqlMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFunctionsTest {
  private final SampleRow row = new SampleRow(SqlMode.parse("STRICT_TRANS_TABLES"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "json_extract(`j`, '$.a[0]') | 1",
        "`j`->'$.a[1]' | {\"b c\": \"x\\\"y\"}",
        "`j`->>'$.a[1].\"b c\"' | x\"y",
        "json_extract(`j`, '$.nothing') | NULL",
        "json_extract(`j`, '$.r[0]') | 2.5",
        "json_extract(`j`, '$.r[1]') | NULL",
        "json_extract(`j`, '$.z') | null",
        "json_unquote(json_extract(`j`, _utf8mb4'$.n')) | 12",
        "cast(json_unquote(json_extract(`j`, '$.n')) as signed) | 12",
        "cast(json_extract(`j`, '$.r') as signed) | 2",
        "cast(json_extract(`j`, '$.a[2]') as unsigned) | 1",
        "cast(json_extract(`j`, '$.r') as decimal(5,2)) | 2.50",
        "json_type(`j`) | OBJECT",
        "json_type(json_extract(`j`, '$.z')) | NULL",
        "json_length(json_extract(`j`, '$.a')) | 3",
        "json_length('5') | 1",
        "json_valid('{') | 0",
        "json_valid('{}') | 1",
        "json_extract('[3, 4]', '$[1]') | 4",
        "cast(json_extract('[3, 4, 3]', '$') as unsigned array) | [3, 4, 3]",
        "cast(json_extract('7', '$') as double array) | [7.0]"
      })
  void readsDocuments(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cast(json_extract('[1, \"a\"]', '$') as signed array)",
        "cast(json_extract('[null]', '$') as char(3) array)",
        "cast(json_extract('[\"abcd\"]', '$') as char(3) array)",
        "cast(json_extract('{}', '$') as signed array)",
        "json_extract('{', '$')"
      })
  void failsTheRow(String text) {
    assertThatThrownBy(() -> row.eval(text)).isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"json_extract(`j`, '$.*')", "json_extract(`j`, '$**.a')", "json_keys(`j`)"})
  void namesWhatIsNotCovered(String text) {
    assertThatThrownBy(() -> row.compile(text)).isInstanceOf(UnsupportedExpressionException.class);
  }
}
