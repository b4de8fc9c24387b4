package io.thunderhead.expr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.type.BadValueException;
import io.thunderhead.type.SqlMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private final SampleRow row = new SampleRow(SqlMode.parse("STRICT_TRANS_TABLES"));
  private final SampleRow lax = new SampleRow(SqlMode.parse(""));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "1 + 2 * 3 | 7",
        "(1+2)*3 | 9",
        "-`i` + 1 | -6",
        "`i` - `m` | 10",
        "`i` / 2 | 3.5000",
        "1 / 3 | 0.3333",
        "`d` / 3 | 4.116667",
        "`d` * 1.10 | 13.5850",
        "`d` + `i` | 19.35",
        "`i` div 2 | 3",
        "-7 div 2 | -3",
        "`d` div 5 | 2",
        "-7 % 3 | -1",
        "mod(`d`, 5) | 2.35",
        "5.5 % 2 | 1.5",
        "`r` * 2 | 5",
        "`r` + '1.5' | 4",
        "`u` + 18446744073709551610 | 18446744073709551615",
        "1 / 0 | NULL",
        "`i` % 0 | NULL",
        "`i` + `n` | NULL",
        "6 & 3 | 2",
        "6 ^ 3 | 5",
        "~0 | 18446744073709551615",
        "1 << 3 | 8",
        "1 << 64 | 0",
        "`dt` + 0 | 20240229",
        "`t3` + 0 | 20240229131415.678"
      })
  void computesNumbers(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "`i` = 7; 1",
        "`i` = '7'; 1",
        "`i` > 6.5; 1",
        "`i` <=> null; 0",
        "`n` <=> null; 1",
        "`n` = 1; NULL",
        "`n` is null; 1",
        "`n` is not null; 0",
        "`n` is true; 0",
        "`i` is true; 1",
        "`m` < `u`; 1",
        "`u` > -1; 1",
        "`i` between 1 and 7; 1",
        "`i` not between 1 and 7; 0",
        "`i` in (1,2,7); 1",
        "`i` in (1,null); NULL",
        "`i` not in (1,2); 1",
        "`s` = 'héllo world'; 0",
        "`e` = 'abc'; 1",
        "`b` = 'a'; 0",
        "`s` like '%llo W_rld'; 1",
        "`s` like 'H_llo%'; 1",
        "`s` like '50\\%'; 0",
        "'50%' like '50\\%'; 1",
        "`s` not like 'x%'; 1",
        "1 and null; NULL",
        "0 and null; 0",
        "1 or null; 1",
        "not 0; 1",
        "!1; 0",
        "1 xor 1; 0",
        "1 = 1 and 2 > 1 or 0; 1",
        "`dt` = '2024-02-29'; 1",
        "`t3` > '2024-02-29 13:14:15'; 1",
        "`dt` < `t3`; 1",
        "`d` > '12.3'; 1",
        "`en` = 'blue'; 1",
        "strcmp('a', 'b'); -1",
        "`i` | 8; 15"
      })
  void testsConditions(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "case `i` when 7 then 'seven' else 'other' end | seven",
        "case when `i` > 7 then 1 when `i` = 7 then 2 end | 2",
        "case when 0 then 1 end | NULL",
        "if(`n` is null, 'x', `i`) | x",
        "if(0, 'x', `i`) | 7",
        "if(1, 1, 2.50) | 1",
        "ifnull(`n`, 9) | 9",
        "coalesce(`n`, null, `s`) | Héllo World",
        "nullif(`i`, 7) | NULL",
        "nullif(`i`, 8) | 7",
        "greatest(1, `i`, 3) | 7",
        "least('b', 'a') | a",
        "greatest(1, `n`) | NULL",
        "ifnull(`i`, `u`) | 7"
      })
  void chooses(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "cast('12.5' as decimal(5,1)) | 12.5",
        "cast(12.345 as decimal(5,2)) | 12.35",
        "cast(12.5 as signed) | 13",
        "cast(-1 as unsigned) | 18446744073709551615",
        "cast(2.5e0 as signed) | 2",
        "cast('2024-02-29' as date) | 2024-02-29",
        "cast(20240229 as date) | 2024-02-29",
        "cast('2024-02-29 01:02:03.6' as datetime) | 2024-02-29 01:02:04",
        "cast('2024-02-29 01:02:03.6' as datetime(1)) | 2024-02-29 01:02:03.6",
        "cast(`t3` as time) | 13:14:16",
        "cast(`i` as char) | 7",
        "cast(`d` as char(10)) | 12.35",
        "cast('a' as binary(3)) | 610000",
        "binary `e` | 61626320",
        "convert(`i`, char) | 7",
        "cast(`f` as char) | 0.1",
        "cast(`t3` as signed) | 20240229131416",
        "cast(`du` as char) | -25:01:02",
        "date '2024-02-29' | 2024-02-29",
        "cast(1.5 as double) | 1.5"
      })
  void casts(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9223372036854775807 + 1",
        "`u` - 6",
        "cast('x' as signed)",
        "1e308 * 10",
        "year('2024-13-01')",
        "cast('abcd' as char(2))"
      })
  void failsTheRow(String text) {
    assertThatThrownBy(() -> row.eval(text)).isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cast('12x' as signed) | 12",
        "year('2024-13-01') | NULL",
        "cast('abcd' as char(2)) | ab",
        "'1x' + 1 | 2"
      })
  void adjustsOutsideStrictMode(String text, String expected) {
    assertThat(lax.eval(text)).isEqualTo(expected);
  }

  @Test
  void divisionByZeroFailsWhereTheModeSaysSo() {
    SampleRow fails =
        new SampleRow(SqlMode.parse("STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO"));
    assertThatThrownBy(() -> fails.eval("1 / 0")).isInstanceOf(BadValueException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exp(1) | function exp",
        "soundex(`s`) | function soundex",
        "`nowhere` + 1 | column nowhere",
        "regexp_like(`s`, 'a') | function regexp_like",
        "`s` regexp 'a' | regexp",
        "date_add(`s`, interval 1 day) | function date_add"
      })
  void namesWhatIsNotCovered(String text, String name) {
    assertThat(Expression.unsupported(text, row.table(), null, null))
        .anySatisfy(each -> assertThat(each).contains(name));
  }
}
