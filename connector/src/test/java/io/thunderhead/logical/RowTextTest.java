package io.thunderhead.logical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.ColumnInfo;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.SchemaState;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SqlMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowTextTest {
  private static final Set<SqlMode> STRICT = Set.of(SqlMode.STRICT_TRANS_TABLES);

  private static TableInfo table(String... types) {
    List<ColumnInfo> columns = new ArrayList<>();
    for (String type : types) {
      boolean binary = type.contains("binary") || type.contains("blob");
      boolean text = type.contains("char") || type.contains("text") || type.contains("enum");
      FieldType.Traits traits =
          new FieldType.Traits(
              text && !binary ? "utf8mb4" : "binary",
              text && !binary ? "utf8mb4_bin" : "binary",
              type.endsWith("!"),
              false,
              false);
      columns.add(
          new ColumnInfo(
              columns.size() + 1,
              "c" + columns.size(),
              columns.size(),
              FieldType.ofSql(type.replace("!", ""), true, traits),
              SchemaState.PUBLIC,
              false,
              null,
              false,
              null,
              "",
              false,
              false,
              2));
    }
    return new TableInfo(
        1,
        "t",
        "",
        "",
        columns,
        List.of(),
        List.of(),
        SchemaState.PUBLIC,
        false,
        true,
        0,
        null,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        false,
        0,
        0,
        0,
        0,
        0,
        0,
        5);
  }

  private static EncodeSettings settings(String zone, Set<SqlMode> modes) {
    return new EncodeSettings(ZoneId.of(zone), modes, true, Instant.EPOCH);
  }

  private static SourceRow row(int columns, String... texts) {
    SourceRow row = new SourceRow();
    row.start(InputColumns.of(IntStream.range(0, columns).mapToObj(i -> "c" + i).toList()), "f", 0);
    for (String text : texts) {
      if (text == null) {
        row.putNull();
      } else {
        row.buffer().put(text.getBytes(StandardCharsets.UTF_8));
        row.endText();
      }
    }
    return row;
  }

  private static String written(TableInfo table, Set<SqlMode> modes, String... texts) {
    StringBuilder out = new StringBuilder();
    new RowText(table, settings("UTC", modes)).write(row(table.columns().size(), texts), out);
    return out.toString();
  }

  @Test
  void writesNumbersAsTheyAreAndFloatsWithAnExponent() {
    assertThat(
            written(
                table("bigint unsigned", "decimal(65,0)", "double", "float", "int"),
                STRICT,
                "18446744073709551615",
                "9".repeat(65),
                "1e308",
                "1.5",
                null))
        .startsWith("(18446744073709551615," + "9".repeat(65) + ",1")
        .endsWith("e0,1.5e0,NULL)");
  }

  @Test
  void writesBytesAsHexadecimalDigits() {
    assertThat(written(table("varbinary(3)", "blob"), STRICT, "a\\'", ""))
        .isEqualTo("(0x615C27,'')");
  }

  @Test
  void quotesTextAsTheSessionReadsBackslashes() {
    TableInfo table = table("text", "varchar(9)");
    String text = "a'b\\c\0,(";
    for (Set<SqlMode> modes : List.of(STRICT, Set.of(SqlMode.NO_BACKSLASH_ESCAPES))) {
      String row = written(table, modes, text, "NULL");
      assertThat(row)
          .isEqualTo(modes.equals(STRICT) ? "('a''b\\\\c\\0,(','NULL')" : "('a''b\\c\0,(','NULL')");
      assertThat(new RowText(table, settings("UTC", modes)).values(row))
          .containsExactly(text, "NULL");
    }
  }

  @Test
  void leavesOutColumnsThatAShortRowDoesNotHave() {
    StringBuilder out = new StringBuilder();
    RowText text = new RowText(table("int", "int", "int!"), settings("UTC", STRICT));
    assertThat(text.write(row(3, "1", "2", "3"), out).columns()).hasSize(3);
    assertThatThrownBy(() -> text.write(row(3, "1", "2"), out))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_ROW))
        .hasMessageContaining("2 of 3 fields");
    RowText nullable = new RowText(table("int", "int"), settings("UTC", STRICT));
    assertThat(nullable.write(row(2, "1"), new StringBuilder()).columns())
        .extracting(ColumnInfo::name)
        .containsExactly("c0");
  }

  @Test
  void refusesAnInstantThatTheSessionsClockShowsTwice() {
    TableInfo table = table("timestamp");
    RowText text = new RowText(table, settings("Europe/Berlin", STRICT));
    StringBuilder out = new StringBuilder();
    SourceRow row = row(1);
    // 2024-10-27 02:30 comes at 00:30 and at 01:30 UTC; the text stands for the later.
    row.putInstant(Instant.parse("2024-10-27T01:30:00Z").getEpochSecond(), 0);
    text.write(row, out);
    assertThat(out).hasToString("('2024-10-27 02:30:00')");
    SourceRow earlier = row(1);
    earlier.putInstant(Instant.parse("2024-10-27T00:30:00Z").getEpochSecond(), 0);
    assertThatThrownBy(() -> text.write(earlier, out))
        .hasMessageContaining("2024-10-27 02:30:00 twice");
  }
}
