package io.thunderhead.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.thunderhead.error.LoadException;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each physical with each logical type, by kv-encoding 8.4 and where the reader departs from it.
 */
class ParquetTypesTest {
  private static final String WIDE = "123456789012345678901234567890123456789012345678";

  @TempDir private Path folder;

  static Stream<Arguments> integers() {
    return Stream.of(
        arguments("boolean c", of(true), "UNSIGNED 1"),
        arguments("boolean c", of(false), "UNSIGNED 0"),
        arguments("int32 c", of(-7), "INTEGER -7"),
        arguments("int32 c (INTEGER(8,true))", of(-128), "INTEGER -128"),
        arguments("int32 c (INTEGER(16,true))", of(-7), "INTEGER -7"),
        arguments("int32 c (INTEGER(32,true))", of(Integer.MIN_VALUE), "INTEGER -2147483648"),
        arguments("int32 c (INTEGER(8,false))", of(255), "INTEGER 255"),
        arguments("int32 c (INTEGER(16,false))", of(65535), "INTEGER 65535"),
        arguments("int32 c (INTEGER(32,false))", of(-1), "INTEGER 4294967295"),
        arguments("int32 c (UINT_32)", of(Integer.MIN_VALUE), "INTEGER 2147483648"),
        arguments("int64 c", of(-7L), "INTEGER -7"),
        arguments("int64 c (INTEGER(64,true))", of(Long.MIN_VALUE), "INTEGER -9223372036854775808"),
        arguments("int64 c (INTEGER(64,false))", of(-1L), "UNSIGNED 18446744073709551615"),
        arguments("int64 c (UINT_64)", of(7L), "UNSIGNED 7"),
        arguments("float c", of(1.5f), "FLOAT 1.5"),
        arguments("double c", of(-0.1), "DOUBLE -0.1"));
  }

  static Stream<Arguments> times() {
    return Stream.of(
        arguments("int32 c (DATE)", of(-719162), "DATE 0001-01-01"),
        arguments("int32 c (DATE)", of(19000), "DATE 2022-01-08"),
        arguments("int32 c (TIME(MILLIS,true))", of(3_600_001), "INSTANT 1970-01-01T01:00:00.001Z"),
        arguments("int32 c (TIME_MILLIS)", of(1), "INSTANT 1970-01-01T00:00:00.001Z"),
        arguments("int32 c (TIME(MILLIS,false))", of(1), "CIVIL 1970-01-01T00:00:00.001Z"),
        arguments("int64 c (TIME(MICROS,true))", of(1L), "INSTANT 1970-01-01T00:00:00.000001Z"),
        arguments("int64 c (TIME(MICROS,false))", of(1L), "CIVIL 1970-01-01T00:00:00.000001Z"),
        arguments("int64 c (TIME(NANOS,false))", of(1500L), "CIVIL 1970-01-01T00:00:00.000002Z"),
        arguments("int64 c (TIMESTAMP(MILLIS,true))", of(-1L), "INSTANT 1969-12-31T23:59:59.999Z"),
        arguments("int64 c (TIMESTAMP_MILLIS)", of(5L), "INSTANT 1970-01-01T00:00:00.005Z"),
        arguments("int64 c (TIMESTAMP(MILLIS,false))", of(5L), "CIVIL 1970-01-01T00:00:00.005Z"),
        arguments(
            "int64 c (TIMESTAMP(MICROS,true))", of(-1L), "INSTANT 1969-12-31T23:59:59.999999Z"),
        arguments("int64 c (TIMESTAMP_MICROS)", of(5L), "INSTANT 1970-01-01T00:00:00.000005Z"),
        arguments(
            "int64 c (TIMESTAMP(MICROS,false))", of(-1L), "CIVIL 1969-12-31T23:59:59.999999Z"),
        arguments(
            "int64 c (TIMESTAMP(NANOS,true))", of(1499L), "INSTANT 1970-01-01T00:00:00.000001Z"),
        arguments("int64 c (TIMESTAMP(NANOS,true))", of(-500L), "INSTANT 1970-01-01T00:00:00Z"),
        arguments(
            "int64 c (TIMESTAMP(NANOS,false))", of(-501L), "CIVIL 1969-12-31T23:59:59.999999Z"),
        arguments("int96 c", of(int96(2_440_588, 1_500)), "INSTANT 1970-01-01T00:00:00.000002Z"),
        arguments("int96 c", of(int96(2_440_587, 499)), "INSTANT 1969-12-31T00:00:00Z"),
        arguments(
            "int96 c", of(int96(2_440_588, 86_399_999_999_999L)), "INSTANT 1970-01-02T00:00:00Z"));
  }

  static Stream<Arguments> decimals() {
    return Stream.of(
        arguments("int32 c (DECIMAL(9,2))", of(-12345), "DECIMAL -123.45"),
        arguments("int32 c (DECIMAL(9,9))", of(1), "DECIMAL 0.000000001"),
        arguments(
            "int64 c (DECIMAL(18,0))", of(999_999_999_999_999_999L), "DECIMAL 999999999999999999"),
        arguments("int64 c (DECIMAL(18,18))", of(-1L), "DECIMAL -0.000000000000000001"),
        arguments("binary c (DECIMAL(5,2))", unscaled("-12345"), "DECIMAL -123.45"),
        arguments("binary c (DECIMAL(5,2))", of(Binary.EMPTY), "DECIMAL 0.00"),
        arguments(
            "binary c (DECIMAL(20,0))",
            unscaled("18446744073709551615"),
            "DECIMAL 18446744073709551615"),
        arguments("binary c (DECIMAL(65,30))", unscaled(WIDE), "DECIMAL " + point(WIDE, 30)),
        arguments(
            "fixed_len_byte_array(4) c (DECIMAL(9,2))", padded("-12345", 4), "DECIMAL -123.45"),
        arguments("fixed_len_byte_array(8) c (DECIMAL(18,4))", padded("-1", 8), "DECIMAL -0.0001"),
        arguments(
            "fixed_len_byte_array(16) c (DECIMAL(38,10))",
            padded("-99999999999999999999999999999999999999", 16),
            "DECIMAL -9999999999999999999999999999.9999999999"),
        arguments(
            "fixed_len_byte_array(32) c (DECIMAL(65,0))", padded(WIDE, 32), "DECIMAL " + WIDE));
  }

  static Stream<Arguments> bytes() {
    String uuid = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    byte[] sixteen = HexFormat.of().parseHex(uuid.replace("-", ""));
    return Stream.of(
        arguments("binary c", of(Binary.fromString("añ€😀")), "TEXT añ€😀"),
        arguments("binary c (STRING)", of(Binary.fromString("")), "TEXT "),
        arguments("binary c (UTF8)", of(Binary.fromString("x")), "TEXT x"),
        arguments("binary c (ENUM)", of(Binary.fromString("x")), "TEXT x"),
        arguments("binary c (JSON)", of(Binary.fromString("{}")), "TEXT {}"),
        arguments("binary c (BSON)", of(Binary.fromString("x")), "TEXT x"),
        arguments("fixed_len_byte_array(3) c", of(Binary.fromString("abc")), "TEXT abc"),
        arguments(
            "fixed_len_byte_array(16) c (UUID)",
            of(Binary.fromConstantByteArray(sixteen)),
            "BYTES 0x" + uuid.replace("-", "")));
  }

  @ParameterizedTest
  @MethodSource({"integers", "times", "decimals", "bytes"})
  void readsEachType(String type, Consumer<Group> value, String expected) throws IOException {
    SourceFile file =
        ParquetFiles.write(folder.resolve("a.parquet"), "optional " + type, value, row -> {});
    assertThat(ParquetFiles.read(FileSlice.whole(file), ParquetSettings.of(ZoneOffset.ofHours(8))))
        .containsExactly(expected, "NULL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fixed_len_byte_array(12) c (INTERVAL)"})
  void refusesTypesThatNoColumnTakes(String type) {
    SourceFile file = ParquetFiles.write(folder.resolve("a.parquet"), "optional " + type);
    assertThatThrownBy(
            () -> ParquetFiles.read(FileSlice.whole(file), ParquetSettings.of(ZoneOffset.UTC)))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("a.parquet has types that no TiDB column can take: column 'c' has ")
        .hasMessageContaining(type.replaceAll(" c .*", ""));
  }

  @Test
  void halvesAreFloats() {
    assertThat(Float16Converter.toFloat((short) 0x3c00)).isEqualTo(1f);
    assertThat(Float16Converter.toFloat((short) 0xc000)).isEqualTo(-2f);
    assertThat(Float16Converter.toFloat((short) 0x7bff)).isEqualTo(65504f);
    assertThat(Float16Converter.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(Float16Converter.toFloat((short) 0x8000)).isEqualTo(-0f);
    assertThat(Float16Converter.toFloat((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(Float16Converter.toFloat((short) 0x7e00)).isNaN();
  }

  private static Consumer<Group> of(Object value) {
    return row -> {
      if (value instanceof Boolean bool) {
        row.append("c", bool);
      } else if (value instanceof Integer number) {
        row.append("c", number);
      } else if (value instanceof Long number) {
        row.append("c", number);
      } else if (value instanceof Float number) {
        row.append("c", number);
      } else if (value instanceof Double number) {
        row.append("c", number);
      } else {
        row.append("c", (Binary) value);
      }
    };
  }

  private static Consumer<Group> unscaled(String digits) {
    return of(Binary.fromConstantByteArray(new BigInteger(digits).toByteArray()));
  }

  private static Consumer<Group> padded(String digits, int length) {
    byte[] number = new BigInteger(digits).toByteArray();
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) (number[0] >> 7));
    System.arraycopy(number, 0, bytes, length - number.length, number.length);
    return of(Binary.fromConstantByteArray(bytes));
  }

  private static String point(String digits, int scale) {
    int at = digits.length() - scale;
    return digits.substring(0, at) + "." + digits.substring(at);
  }

  private static Binary int96(int julianDay, long nanos) {
    return Binary.fromConstantByteArray(
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(nanos)
            .putInt(julianDay)
            .array());
  }
}
