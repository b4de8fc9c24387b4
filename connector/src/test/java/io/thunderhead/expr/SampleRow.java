package io.thunderhead.expr;

import io.thunderhead.json.JsonText;
import io.thunderhead.json.JsonType;
import io.thunderhead.schema.FieldType;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.schema.TableJson;
import io.thunderhead.type.Charset;
import io.thunderhead.type.ColumnType;
import io.thunderhead.type.ConversionRules;
import io.thunderhead.type.DateTimeType;
import io.thunderhead.type.Datum;
import io.thunderhead.type.DecimalType;
import io.thunderhead.type.DurationType;
import io.thunderhead.type.EnumType;
import io.thunderhead.type.FloatType;
import io.thunderhead.type.IntegerType;
import io.thunderhead.type.SqlMode;
import io.thunderhead.type.StringType;
import io.thunderhead.type.TimestampType;
import io.thunderhead.type.UnsignedType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** One row with a column of each type, to compute expressions over. */
final class SampleRow {
  private final ConversionRules rules;
  private final TableJson json = new TableJson(9);
  private final List<Datum> values = new ArrayList<>();
  private final TableInfo table;

  SampleRow(Set<SqlMode> modes) {
    rules = new ConversionRules(modes, ZoneId.of("Asia/Shanghai"), true);
    add("i", TableJson.type(FieldType.LONG, 0, 11, 0), new IntegerType(32, rules), "7");
    add("m", TableJson.type(FieldType.LONGLONG, 0, 20, 0), new IntegerType(64, rules), "-3");
    add("u", TableJson.type(FieldType.LONGLONG, 32, 20, 0), new UnsignedType(64, rules), "5");
    add("n", TableJson.type(FieldType.LONG, 0, 11, 0), new IntegerType(32, rules), null);
    add(
        "d",
        TableJson.type(FieldType.NEW_DECIMAL, 0, 10, 2),
        new DecimalType(10, 2, false, rules),
        "12.35");
    add(
        "r",
        TableJson.type(FieldType.DOUBLE, 0, 22, -1),
        new FloatType(false, false, 22, -1, rules),
        "2.5");
    add(
        "f",
        TableJson.type(FieldType.FLOAT, 0, 12, -1),
        new FloatType(true, false, 12, -1, rules),
        "0.1");
    add("s", TableJson.text(FieldType.VARCHAR, 0, 40), text("utf8mb4_bin"), "Héllo World");
    add("e", TableJson.text(FieldType.VARCHAR, 0, 40), text("utf8mb4_bin"), "abc ");
    add(
        "b",
        TableJson.type(FieldType.VARCHAR, 0, 16, 0),
        new StringType(StringType.Family.VARCHAR, Charset.BINARY, "binary", 16, rules),
        "aé");
    add("dt", TableJson.type(FieldType.DATE, 0, 10, 0), DateTimeType.date(rules), "2024-02-29");
    add(
        "t3",
        TableJson.type(FieldType.DATETIME, 0, 23, 3),
        DateTimeType.dateTime(3, rules),
        "2024-02-29 13:14:15.678");
    add(
        "ts",
        TableJson.type(FieldType.TIMESTAMP, 0, 19, 0),
        new TimestampType(0, rules),
        "2009-02-14 07:31:33");
    add(
        "du",
        TableJson.type(FieldType.DURATION, 0, 10, 0),
        new DurationType(0, rules),
        "-25:01:02");
    add(
        "en",
        "{\"Tp\":247,\"Flag\":0,\"Flen\":5,\"Charset\":\"utf8mb4\",\"Collate\":\"utf8mb4_bin\","
            + "\"Elems\":[\"red\",\"blue\"]}",
        new EnumType(List.of("red", "blue"), "utf8mb4_bin", rules),
        "blue");
    add(
        "j",
        TableJson.type(FieldType.JSON, 0, -1, 0),
        new JsonType(rules),
        "{\"a\":[1,{\"b c\":\"x\\\"y\"},true],\"n\":\"12\",\"r\":2.5,\"z\":null}");
    table = json.build();
  }

  private ColumnType text(String collation) {
    return new StringType(StringType.Family.VARCHAR, Charset.UTF8MB4, collation, 40, rules);
  }

  private void add(String name, String type, ColumnType column, String text) {
    json.column(values.size() + 1, name, type, "");
    Datum value = new Datum();
    if (text != null) {
      column.fromText(text, value);
    }
    values.add(value);
  }

  TableInfo table() {
    return table;
  }

  Expr compile(String text) {
    Env env = new Env(rules, Instant.ofEpochSecond(1_700_000_000));
    return new Compiler(table, values::get, env).compile(ExprParser.parse(text));
  }

  /** Computes an expression: NULL, text, or bytes in hex. */
  String eval(String text) {
    Expr expr = compile(text);
    Value value = expr.eval();
    if (value.isNull()) {
      return "NULL";
    } else if (expr.type().kind() == Kind.JSON) {
      return JsonText.of(JsonValues.of(value));
    } else if (expr.type().kind() != Kind.STRING) {
      return Texts.of(expr.type(), value);
    }
    return expr.type().isBinary()
        ? HexFormat.of().formatHex(value.bytes().toByteArray())
        : Texts.of(value);
  }
}
