package io.thunderhead.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.type.SqlMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionsTest {
  private final SampleRow row = new SampleRow(SqlMode.parse("STRICT_TRANS_TABLES"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "concat(`s`, '-', `i`) | Héllo World-7",
        "concat('a', null) | NULL",
        "concat(`d` / 3) | 4.116667",
        "concat_ws(',', 'a', null, 'b') | a,b",
        "length(`s`) | 12",
        "char_length(`s`) | 11",
        "char_length(`b`) | 3",
        "bit_length('ab') | 16",
        "lower(`s`) | héllo world",
        "upper(`s`) | HÉLLO WORLD",
        "upper(`b`) | 61c3a9",
        "left(`s`, 2) | Hé",
        "right(`s`, 3) | rld",
        "substring(`s`, 2, 3) | éll",
        "substring(`s`, -5) | World",
        "substring(`s`, 0) | \"\"",
        "mid(`s`, 7, 99) | World",
        "substring_index('www.mysql.com', '.', 2) | www.mysql",
        "substring_index('www.mysql.com', '.', -2) | mysql.com",
        "substring_index('a.b', '.', 5) | a.b",
        "replace('www.mysql.com', 'w', 'Ww') | WwWwWw.mysql.com",
        "reverse('abé') | éba",
        "lpad('hi', 4, '??') | ??hi",
        "lpad('hi', 1, '??') | h",
        "rpad('hi', 5, 'ab') | hiaba",
        "repeat('MySQL', 3) | MySQLMySQLMySQL",
        "concat('[', space(2), ']') | [  ]",
        "trim('  bar   ') | bar",
        "trim(leading 'x' from 'xxxbarxxx') | barxxx",
        "trim(both 'x' from 'xxxbarxxx') | bar",
        "trim(trailing 'xyz' from 'barxxyz') | barx",
        "concat('[', ltrim('  a '), ']') | [a ]",
        "concat('[', rtrim(' a '), ']') | [ a]",
        "instr('foobarbar', 'bar') | 4",
        "locate('bar', 'foobarbar') | 4",
        "position('é' in `s`) | 2",
        "instr('xbar', 'foobar') | 0",
        "ascii('dx') | 100",
        "ascii('') | 0",
        "ord('2') | 50",
        "ord('é') | 50089",
        "field('Bb', 'Aa', 'Bb', 'Cc') | 2",
        "field('x', 'a') | 0",
        "elt(2, 'Aa', 'Bb') | Bb",
        "elt(0, 'Aa') | NULL"
      })
  void makesStrings(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "hex('abc') | 616263",
        "hex(255) | FF",
        "hex(0) | 0",
        "hex(-1) | FFFFFFFFFFFFFFFF",
        "oct(12) | 14",
        "oct(`m`) | 1777777777777777777775",
        "conv(10, 10, 16) | A",
        "conv(`m`, 10, 36) | 3W5E11264SGSD",
        "conv(`n`, 10, 2) | NULL",
        "unhex('4D7953514C') | 4d7953514c",
        "unhex('GG') | NULL",
        "md5('testing') | ae2b1fca515949e5d54fb22b8ed95575",
        "sha1('abc') | a9993e364706816aba3e25717850c26c9cd0d89d",
        "sha2('abc', 224) | 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
        "crc32('MySQL') | 3259397556",
        "crc32('mysql') | 2501908538",
        "bin(12) | 1100",
        "to_base64('abc') | YWJj",
        "from_base64('YWJj') | 616263",
        "from_base64('YWJ') | NULL",
        "inet_aton('10.0.5.9') | 167773449",
        "inet_aton('127.1') | 2130706433",
        "inet_aton('1.2.3.256') | NULL",
        "inet_ntoa(167773449) | 10.0.5.9",
        "uuid_to_bin('6ccd780c-baba-1026-9564-5b8c656024db') | 6ccd780cbaba102695645b8c656024db",
        "bin_to_uuid(x'6ccd780cbaba102695645b8c656024db') | 6ccd780c-baba-1026-9564-5b8c656024db",
        "vitess_hash(30375298039) | 221350820965191987",
        "vitess_hash(1) | 1615456034434468822",
        "tidb_shard(12373743746) | 184"
      })
  void digests(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "abs(`m`) | 3",
        "abs(-1.50) | 1.50",
        "ceil(1.23) | 2",
        "ceiling(-1.23) | -1",
        "floor(-1.23) | -2",
        "floor(`d`) | 12",
        "floor(-1.5e0) | -2",
        "round(-1.23) | -1",
        "round(-1.58) | -2",
        "round(1.58) | 2",
        "round(1.298, 1) | 1.3",
        "round(1.298, 0) | 1",
        "round(23.298, -1) | 20",
        "round(2.5) | 3",
        "round(25e-1) | 2",
        "round(`i`, -1) | 10",
        "truncate(1.223, 1) | 1.2",
        "truncate(-1.999, 1) | -1.9",
        "truncate(122, 1) | 122",
        "sign(-32) | -1",
        "sign(0) | 0",
        "sqrt(4) | 2",
        "sqrt(20) | 4.47213595499958",
        "sqrt(-16) | NULL"
      })
  void computes(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "year(`dt`) | 2024",
        "month('2008-02-03') | 2",
        "day(`t3`) | 29",
        "quarter('2008-04-01') | 2",
        "hour('10:05:03') | 10",
        "hour(`du`) | 25",
        "minute(`t3`) | 14",
        "second(`t3`) | 15",
        "microsecond(`t3`) | 678000",
        "dayofweek('2007-02-03') | 7",
        "weekday('2008-02-03 22:23:00') | 6",
        "dayofyear('2007-02-03') | 34",
        "week('2008-02-20') | 7",
        "week('2008-02-20', 0) | 7",
        "week('2008-02-20', 1) | 8",
        "week('2008-12-31', 1) | 53",
        "week('2000-01-01', 0) | 0",
        "week('2000-01-01', 2) | 52",
        "yearweek('1987-01-01') | 198652",
        "yearweek('2000-01-01') | 199952",
        "weekofyear('2008-02-20') | 8",
        "to_days('2007-10-07') | 733321",
        "to_days('1970-01-01') | 719528",
        "to_seconds('2009-11-29') | 63426672000",
        "to_seconds('2009-11-29 13:43:32') | 63426721412",
        "from_days(730669) | 2000-07-03",
        "from_days(0) | 0000-00-00",
        "time_to_sec('22:23:00') | 80580",
        "date('2003-12-31 01:02:03') | 2003-12-31",
        "makedate(2011, 31) | 2011-01-31",
        "makedate(2011, 32) | 2011-02-01",
        "makedate(2014, 365) | 2014-12-31",
        "makedate(2011, 0) | NULL",
        "makedate(69, 366) | 2070-01-01",
        "makedate(70, 1) | 1970-01-01",
        "makedate(9999, 365) | 9999-12-31",
        "makedate(9999, 366) | NULL",
        "sec_to_time(2378) | 00:39:38",
        "sec_to_time(-3020399) | -838:59:59",
        "time(`du`) | -25:01:02",
        "time(`t3`) | 13:14:15.678",
        "last_day('2004-02-05') | 2004-02-29",
        "last_day('2004-01-01 01:01:01') | 2004-01-31",
        "datediff('2007-12-31 23:59:59','2007-12-30') | 1",
        "datediff('2010-11-30 23:59:59','2010-12-31') | -31",
        "timestampdiff(month,'2003-02-01','2003-05-01') | 3",
        "timestampdiff(year,'2002-05-01','2001-01-01') | -1",
        "timestampdiff(minute,'2003-02-01','2003-05-01 12:05:55') | 128885",
        "date_add(`dt`, interval 1 day) | 2024-03-01",
        "date_add(`dt`, interval 1 year) | 2025-02-28",
        "date_sub(`dt`, interval 3 month) | 2023-11-29",
        "date_add(`dt`, interval 90 minute) | 2024-02-29 01:30:00",
        "date_add(`t3`, interval 1 second) | 2024-02-29 13:14:16.678",
        "date_sub(`t3`, interval 1 microsecond) | 2024-02-29 13:14:15.677999",
        "extract(year_month from `t3`) | 202402",
        "extract(hour from `t3`) | 13",
        "unix_timestamp(`ts`) | 1234567893",
        "unix_timestamp(`t3`) | 1709183655.678",
        "from_unixtime(1234567893) | 2009-02-14 07:31:33",
        "date_format('2009-10-04 22:23:00', '%W %M %Y') | Sunday October 2009",
        "date_format('2007-10-04 22:23:00', '%H:%i:%s') | 22:23:00",
        "date_format('1900-10-04 22:23:00','%D %y %a %d %m %b %j') | 4th 00 Thu 04 10 Oct 277",
        "date_format('1997-10-04 22:23:00','%H %k %I %r %T %S %w') | 22 22 10 10:23:00 PM 22:23:00 00 6",
        "date_format('1999-01-01', '%X %V') | 1998 52",
        "now() | 2023-11-15 06:13:20",
        "current_date | 2023-11-15"
      })
  void takesDatesApart(String text, String expected) {
    assertThat(row.eval(text)).isEqualTo(expected);
  }
}
