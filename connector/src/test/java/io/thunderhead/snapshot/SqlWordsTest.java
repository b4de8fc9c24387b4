package io.thunderhead.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.snapshot.SourceColumn.Form;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SqlWordsTest {
  private static String written(String value, Form form) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SqlWords.put(out, value == null ? null : value.getBytes(StandardCharsets.UTF_8), form);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesValuesByTheirForm() {
    assertThat(written(null, Form.TEXT)).isEqualTo("NULL");
    assertThat(written("-1.50", Form.NUMBER)).isEqualTo("-1.50");
    assertThat(written("it's \\ \0\n\u00e9", Form.TEXT)).isEqualTo("'it\\'s \\\\ \\0\n\u00e9'");
    assertThat(written("a\0'", Form.BYTES)).isEqualTo("x'610027'");
    assertThat(written("", Form.BYTES)).isEqualTo("''");
  }

  @Test
  void knowsTheFormOfEachType() {
    assertThat(SourceColumn.form("bigint(20) unsigned")).isEqualTo(Form.NUMBER);
    assertThat(SourceColumn.form("decimal(65,30)")).isEqualTo(Form.NUMBER);
    assertThat(SourceColumn.form("float(7,3)")).isEqualTo(Form.FLOAT);
    assertThat(SourceColumn.form("bit(64)")).isEqualTo(Form.BYTES);
    assertThat(SourceColumn.form("varbinary(16)")).isEqualTo(Form.BYTES);
    assertThat(SourceColumn.form("enum('blob','x')")).isEqualTo(Form.TEXT);
    assertThat(SourceColumn.form("year(4)")).isEqualTo(Form.TEXT);
    assertThat(SourceColumn.form("point")).isNull();
    assertThat(SourceColumn.form("geometrycollection")).isNull();
  }
}
