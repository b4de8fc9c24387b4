package io.thunderhead.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.option.TableName;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConflictRecordsTest {
  private static final TableName TABLE = new TableName("d", "t");

  private final ConflictRecords records =
      new ConflictRecords(new TidbClient(List.of("127.0.0.1:4000"), "root", ""), "my`info");

  @Test
  void writesTextsAsHexDigits() {
    List<String> inserts =
        records.inserts(
            TABLE, 7, List.of(new ConflictRecords.Line("", 12, "it's", 3, "{\"a\":\"\\\\\"}")));
    assertThat(inserts)
        .containsExactly(
            "INSERT INTO `my``info`.conflict_records_v2 (task_id, table_name, path, offset, error, row_id, row_data) VALUES"
                + " (7, CONVERT(0x6064602e607460 USING utf8mb4), '', 12, CONVERT(0x69742773 USING utf8mb4), 3,"
                + " CONVERT(0x7b2261223a225c5c227d USING utf8mb4))");
  }

  @Test
  void cutsLongTextsBetweenCharacters() {
    String insert =
        records
            .inserts(
                TABLE,
                1,
                List.of(new ConflictRecords.Line("p", 0, "e", 1, "x" + "é".repeat(40_000))))
            .get(0);
    String digits = insert.substring(insert.lastIndexOf("0x") + 2, insert.lastIndexOf(" USING"));
    assertThat(digits).hasSize(2 * 65_535).endsWith("c3a9");
  }

  @Test
  void putsManyRowsIntoFewStatements() {
    ConflictRecords.Line line = new ConflictRecords.Line("p", 0, "e", 1, "r");
    assertThat(records.inserts(TABLE, 1, Collections.nCopies(401, line))).hasSize(3);
  }
}
