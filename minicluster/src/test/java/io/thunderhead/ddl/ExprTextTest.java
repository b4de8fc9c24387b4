package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExprTextTest {

  private static Expr parse(String sql) {
    TokenReader in = new TokenReader(Lexer.tokens(sql));
    Expr expr = new ExprParser(in).expression();
    assertThat(in.atEnd()).isTrue();
    return expr;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "A+b*2|`A` + `b` * 2",
        "(a + b) * -1|(`a` + `b`) * -1",
        "a DIV 2 MOD 3|`a` div 2 % 3",
        "MOD(a, 2)|`a` % 2",
        "t.a <> 1 && b OR NOT c|`a` != 1 and `b` or not `c`",
        "!a XOR ~b|!`a` xor ~`b`",
        "LOWER(Name)|lower(`Name`)",
        "j->'$.a'|json_extract(`j`, _utf8mb4'$.a')",
        "j->>'$.a'|json_unquote(json_extract(`j`, _utf8mb4'$.a'))",
        "CONCAT('it''s', \"q\", _latin1'x')|concat(_utf8mb4'it''s', _utf8mb4'q', _latin1'x')",
        "CAST(a AS SIGNED INTEGER)|cast(`a` as signed)",
        "CAST(a AS DECIMAL(10,2))|cast(`a` as decimal(10, 2))",
        "CAST(a AS DECIMAL)|cast(`a` as decimal(10))",
        "CAST(a AS DATETIME(3))|cast(`a` as datetime(3))",
        "CAST(a AS CHAR(3) CHARACTER SET gbk)|cast(`a` as char(3) charset gbk)",
        "CAST(j AS UNSIGNED ARRAY)|cast(`j` as unsigned array)",
        "CONVERT(a, BINARY(4))|convert(`a`, binary(4))",
        "BINARY a|binary `a`",
        "a IS NOT NULL|`a` is not null",
        "a IS NOT TRUE|`a` is not true",
        "a NOT IN (1, 2, NULL)|`a` not in (1,2,null)",
        "a BETWEEN 1 AND 2|`a` between 1 and 2",
        "a NOT LIKE 'x%' ESCAPE '!'|`a` not like _utf8mb4'x%' escape '!'",
        "a REGEXP 'x'|`a` regexp _utf8mb4'x'",
        "CASE a WHEN 1 THEN 'x' ELSE b END|case `a` when 1 then _utf8mb4'x' else `b` end",
        "DATE_ADD(d, INTERVAL 1 DAY)|date_add(`d`, interval 1 day)",
        "d - INTERVAL 2 MONTH|date_sub(`d`, interval 2 month)",
        "EXTRACT(YEAR FROM d)|extract(year from `d`)",
        "TRIM(BOTH 'x' FROM a)|trim(both _utf8mb4'x' from `a`)",
        "TRIM(a)|trim(`a`)",
        "SUBSTRING(a FROM 2 FOR 3)|substring(`a`, 2, 3)",
        "TIMESTAMPDIFF(SECOND, a, b)|timestampdiff(second, `a`, `b`)",
        "1.50 + .5 + 1e3 + x'4a' + b'0101'|1.50 + 0.5 + 1e+03 + x'4a' + b'101'",
        "a COLLATE utf8mb4_bin|`a` collate utf8mb4_bin",
        "DATE'2024-01-01' < d|DATE _utf8mb4'2024-01-01' < `d`",
        "a MEMBER OF (j)|`a` member of (`j`)",
        "TRUE AND FALSE|true and false",
      })
  void printsStoredForm(String sql, String text) {
    assertThat(ExprText.stored(parse(sql))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "a|`a`",
        "year(d)|YEAR(`d`)",
        "a + b * 2|(`a`+(`b`*2))",
        "a div 2|(`a` DIV 2)",
        "abs(-a)|ABS(-`a`)",
      })
  void printsPartitionForm(String sql, String text) {
    assertThat(ExprText.partition(parse(sql))).isEqualTo(text);
  }
}
