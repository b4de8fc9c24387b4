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
        "cast(json_extract('7', '$') as double array) | [7.0]",
        "cast(json_extract('[]', '$') as date array) | []"
      })
  void readsDocuments(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "json_array(1, 'a', NULL, 1.5, `r`, `u`) | [1, \"a\", null, 1.5, 2.5, 5]",
        "json_array() | []",
        "json_array(`n`, `j`->'$.a[0]') | [null, 1]",
        "json_object('b', `i`, 'a', json_array()) | {\"a\": [], \"b\": 7}",
        "json_object('a', 1, 'a', 2) | {\"a\": 2}",
        "json_object() | {}",
        "json_object('id', 87, 'name', 'carrot') | {\"id\": 87, \"name\": \"carrot\"}",
        "cast('[1, {}]' as json) | [1, {}]",
        "cast(`i` as json) | 7",
        "cast(NULL as json) | NULL",
        "json_contains('{\"a\": 1, \"b\": 2, \"c\": {\"d\": 4}}', '{\"d\": 4}') | 0",
        "json_contains('{\"c\": {\"d\": 4}}', '{\"c\": {\"d\": 4}}') | 1",
        "json_contains('[1, [2, 3], {\"a\": 1}]', '3') | 1",
        "json_contains('[1, [2, 3], {\"a\": 1}]', '[1, 2]') | 1",
        "json_contains('{\"a\": 1, \"b\": [1, 2]}', '{\"b\": 2}') | 1",
        "json_contains('{\"a\": 1}', '{\"a\": 1, \"b\": 2}') | 0",
        "json_contains('1', '1.0') | 1",
        "json_contains('\"1\"', '1') | 0",
        "json_contains(`j`, '{\"z\": null}') | 1",
        "json_contains(`j`, cast(NULL as json)) | NULL"
      })
  void makesAndSearchesDocuments(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "json_object(`n`, 1)",
        "json_contains('1', '1.00000000001')",
        "cast('x' as json)",
        "cast(json_extract('[\"2024-01-01\"]', '$') as date array)",
        "cast(json_extract('[\"2024-01-01\"]', '$') as datetime array)",
        "cast(json_extract('[\"12:00\"]', '$') as time array)",
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
      strings = {
        "json_extract(`j`, '$.*')",
        "json_extract(`j`, '$**.a')",
        "json_keys(`j`)",
        "json_array(`dt`)",
        "json_array(`b`)",
        "json_array(`en`)",
        "json_array(TRUE, `i` = 7)",
        "json_object('a')",
        "cast(`du` as json)",
        "json_contains(`j`, '1', '$.a')",
        "cast(`j` as decimal array)"
      })
  void namesWhatIsNotCovered(String text) {
    assertThatThrownBy(() -> row.compile(text)).isInstanceOf(UnsupportedExpressionException.class);
  }
}
