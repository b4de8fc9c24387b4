package io.thunderhead.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every option of IMPORT INTO, with values that TiDB takes and values that it does not. */
class ImportOptionsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "character_set='GBK' | {character-set=GBK}",
        "CHARACTER_SET = \"utf8mb4\" | {character-set=utf8mb4}",
        "character_set='binary' | {character-set=binary}",
        "character_set='gb18030' | {character-set=gb18030}",
        "character_set='latin1' | {character-set=latin1}",
        "character_set='ascii' | {character-set=ascii}",
        "character_set='utf8' | {character-set=utf8}",
        "fields_terminated_by='\\t' | {fields-terminated-by=\t}",
        "fields_terminated_by='&&' | {fields-terminated-by=&&}",
        "fields_terminated_by=0x01 | {fields-terminated-by=\1}",
        "fields_terminated_by=x'2c2c' | {fields-terminated-by=,,}",
        "fields_enclosed_by='' | {fields-enclosed-by=}",
        "fields_enclosed_by='\\'' | {fields-enclosed-by='}",
        "fields_escaped_by='' | {fields-escaped-by=}",
        "fields_escaped_by='\\\\' | {fields-escaped-by=\\}",
        "fields_defined_null_by='' | {null=[\"\"]}",
        "fields_defined_null_by='NULL' | {null=[\"NULL\"]}",
        "lines_terminated_by=';\\t' | {lines-terminated-by=;\t}",
        "lines_terminated_by='END' | {lines-terminated-by=END}",
        "skip_rows=0 | {skip-rows=0}",
        "skip_rows=12 | {skip-rows=12}",
        "lines_terminated_by='X', split_file | {lines-terminated-by=X, strict-format=true}",
        "split_file, skip_rows=1, lines_terminated_by='X' | {lines-terminated-by=X, skip-rows=1, strict-format=true}",
      })
  void handsOptionsOfCsvToTheReader(String given, String expected) {
    ImportSettings read = read(given);
    assertThat(read.files()).hasToString(expected);
    assertThat(read.load()).isEmpty();
    assertThat(read.told()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "max_write_speed='10MiB' | {store-write-bwlimit=10MiB}",
        "max_write_speed='200mib' | {store-write-bwlimit=200mib}",
        "max_write_speed='0' | {store-write-bwlimit=0}",
        "checksum_table='required' | {checksum=required}",
        "checksum_table='OPTIONAL' | {checksum=optional}",
        "checksum_table='off' | {checksum=off}",
        "checksum_table='true' | {checksum=required}",
        "checksum_table='false' | {checksum=off}",
        "checksum_table=false | {checksum=off}",
        "record_errors=0 | {max-error=0}",
        "record_errors=123 | {max-error=123}",
        "record_errors=-1 | {max-error=9223372036854775807}",
        "on_duplicate_key='error' | {on-duplicate=error}",
        "on_duplicate_key='capture' | {on-duplicate=capture}",
        "disable_tikv_import_mode | {tikv-import-mode=false}",
        "disable_precheck | {check-requirements=CHECK_TARGET_USING_CDC_PITR}",
        "group_key='night_01-a' | {}",
        "detached | {}",
        "DETACHED, max_write_speed='1GiB' | {store-write-bwlimit=1GiB}",
      })
  void handsOptionsOfTheLoadToIt(String given, String expected) {
    ImportSettings read = read(given);
    assertThat(read.load()).hasToString(expected);
    assertThat(read.files()).isEmpty();
    assertThat(read.told()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "thread=1",
        "thread=100000",
        "disk_quota='100gib'",
        "disk_quota='50GiB'",
        "cloud_storage_uri=''",
        "cloud_storage_uri='s3://bucket/sort?region=us-east-1'",
        "cloud_storage_uri='gs://bucket/sort'",
        "manual_recovery",
        "__manual_recovery",
        "__max_engine_size='500GiB'",
        "__force_merge_step"
      })
  void tellsWhyAnOptionSaysNothingHere(String given) {
    ImportSettings read = read(given);
    assertThat(read.told()).hasSize(1);
    assertThat(read.told().get(0))
        .startsWith("option " + given.replaceFirst("=.*", "") + " says nothing here: ");
    assertThat(read.load()).isEmpty();
    assertThat(read.files()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "character_set='' | one of binary, utf8",
        "character_set='utf16' | option character_set: 'utf16' (expected: one of",
        "character_set=1 | a string for character_set",
        "character_set=utf8 | a string for character_set",
        "character_set | = and a string for character_set",
        "fields_terminated_by='' | one character or more",
        "fields_terminated_by=null | a string for fields_terminated_by",
        "fields_terminated_by='\"' | fields_terminated_by '\"' does not begin with",
        "fields_enclosed_by='ab' | option fields_enclosed_by: 'ab' (expected: one byte",
        "fields_enclosed_by='é' | one byte, or '' for none",
        "fields_enclosed_by=',' | fields_terminated_by ',' does not begin with",
        "fields_escaped_by='ab' | option fields_escaped_by: 'ab' (expected: one byte",
        "fields_escaped_by | = and a string for fields_escaped_by",
        "fields_defined_null_by=1 | a string for fields_defined_null_by",
        "fields_defined_null_by | = and a string for fields_defined_null_by",
        "lines_terminated_by='' | one character or more",
        "lines_terminated_by=false | a string for lines_terminated_by",
        "skip_rows='1' | a whole number for skip_rows",
        "skip_rows=1.5 | a whole number for skip_rows",
        "skip_rows=-1 | 0 or more",
        "skip_rows=true | a whole number for skip_rows",
        "split_file='aa' | no value for split_file",
        "split_file=1 | no value for split_file",
        "split_file=null | no value for split_file",
        "split_file | needs lines_terminated_by",
        "split_file, lines_terminated_by='X', skip_rows=2 | 0 or 1 with split_file",
        "group_key='' | 1 to 256 letters",
        "group_key='a b' | 1 to 256 letters",
        "group_key=1 | a string for group_key",
        "max_write_speed='aa' | a size such as '10MiB'",
        "max_write_speed='11aa' | a size such as '10MiB'",
        "max_write_speed='-1MiB' | a size such as '10MiB'",
        "max_write_speed=null | a string or a number for max_write_speed",
        "max_write_speed=-1 | 0 or more",
        "checksum_table='' | 'required', 'optional', 'off'",
        "checksum_table=123 | 'required', 'optional', 'off'",
        "checksum_table='maybe' | 'required', 'optional', 'off'",
        "checksum_table=null | a string or a number for checksum_table",
        "record_errors='aa' | a whole number for record_errors",
        "record_errors='111aa' | a whole number for record_errors",
        "record_errors=-123 | -1 or more",
        "record_errors=null | a whole number for record_errors",
        "on_duplicate_key=capture | a string for on_duplicate_key",
        "detached='true' | no value for detached",
        "disable_tikv_import_mode=true | no value for disable_tikv_import_mode",
        "disable_precheck=1 | no value for disable_precheck",
        "manual_recovery=1 | no value for manual_recovery",
        "__manual_recovery=1 | no value for __manual_recovery",
        "__force_merge_step=1 | no value for __force_merge_step",
        "thread=0 | 1 or more",
        "thread=-100 | 0 or more",
        "thread='aa' | a whole number for thread",
        "thread=false | a whole number for thread",
        "disk_quota='aa' | a size such as '50GiB'",
        "disk_quota='220MiBxxx' | a size such as '50GiB'",
        "disk_quota='0' | a size such as '50GiB'",
        "disk_quota=null | a string or a number for disk_quota",
        "cloud_storage_uri='/sort' | the address of a bucket",
        "cloud_storage_uri='hdfs://nn/sort' | the address of a bucket",
        "cloud_storage_uri=1 | a string for cloud_storage_uri",
        "__max_engine_size='x' | a size such as '10MiB'",
        "skip_rows=1, Skip_Rows=1 | skip_rows is given twice",
        "skip_row=1 | Did you mean 'skip_rows'?",
        "import_mode='physical' | option 'import_mode' is not known",
        "skip_rows 1 | = and a whole number for skip_rows",
        "skip_rows=1 detached | the end of the statement",
        "skip_rows=1, | an option",
      })
  void refusesOtherValuesAndSaysWhatIsExpected(String given, String expected) {
    assertThatThrownBy(() -> read(given))
        .isInstanceOfSatisfying(
            LoadException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_OPTION))
        .hasMessageContaining(expected);
  }

  @Test
  void showsNoSecretOfAnAddressThatItRefuses() {
    assertThatThrownBy(() -> read("cloud_storage_uri='ftp://h/x?secret-access-key=hush'"))
        .hasMessageContaining("ftp://h/x")
        .hasMessageNotContaining("hush");
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportOption.class,
      names = {
        "CHARACTER_SET",
        "FIELDS_TERMINATED_BY",
        "FIELDS_ENCLOSED_BY",
        "FIELDS_ESCAPED_BY",
        "FIELDS_DEFINED_NULL_BY",
        "LINES_TERMINATED_BY",
        "SKIP_ROWS",
        "SPLIT_FILE"
      })
  void refusesOptionsOfCsvForOtherFormats(ImportOption option) {
    for (String format : new String[] {"sql", "PARQUET"}) {
      assertThatThrownBy(
              () ->
                  StatementParser.parse(
                      "IMPORT INTO t FROM 'x' FORMAT '%s' WITH %s"
                          .formatted(format, sample(option))))
          .hasMessageContaining("option " + option.word() + " is for CSV");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ImportOption.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"THREAD", "DISABLE_PRECHECK"})
  void refusesAllButTwoForQueries(ImportOption option) {
    assertThatThrownBy(
            () -> StatementParser.parse("IMPORT INTO t FROM SELECT 1 WITH " + sample(option)))
        .hasMessageContaining(option.word() + " is for files")
        .hasMessageContaining("thread or disable_precheck");
  }

  /** The options of TiDB's statement, so that one that is left out or made up is seen. */
  @Test
  void knowsTheOptionsOfTheStatement() {
    Set<String> known =
        Arrays.stream(ImportOption.values())
            .map(ImportOption::word)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(known)
        .containsExactlyInAnyOrder(
            "character_set",
            "fields_terminated_by",
            "fields_enclosed_by",
            "fields_escaped_by",
            "fields_defined_null_by",
            "lines_terminated_by",
            "skip_rows",
            "group_key",
            "split_file",
            "disk_quota",
            "thread",
            "max_write_speed",
            "checksum_table",
            "record_errors",
            "on_duplicate_key",
            "detached",
            "disable_tikv_import_mode",
            "disable_precheck",
            "cloud_storage_uri",
            "manual_recovery",
            "__max_engine_size",
            "__manual_recovery",
            "__force_merge_step");
  }

  private static String sample(ImportOption option) {
    return switch (option.value()) {
      case NONE -> option.word();
      case NUMBER -> option.word() + "=1";
      default -> option.word() + "='1'";
    };
  }

  private static ImportSettings read(String options) {
    String sql = "IMPORT INTO t FROM 'x' WITH " + options;
    return ((ImportStatement.OfFiles) StatementParser.parse(sql)).settings();
  }
}
