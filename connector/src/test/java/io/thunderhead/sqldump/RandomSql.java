package io.thunderhead.sqldump;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Scripts of statements as dumps have them, with what makes them hard to cut. */
final class RandomSql {
  private static final List<String> OTHERS =
      List.of(
          "CREATE TABLE t (a INT, b TEXT DEFAULT ';INSERT INTO t VALUES (9)');",
          "LOCK TABLES t WRITE;",
          "SET NAMES binary",
          "/*!40101 SET NAMES utf8 ; INSERT INTO t VALUES (8) */;",
          "-- it's ; INSERT INTO t VALUES (7)\n",
          "# \"; REPLACE INTO t VALUES (6)\n",
          ";;",
          "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW BEGIN DELETE FROM u; END;",
          "INSERT INTO t SELECT 1;",
          "INSERT INTO t PARTITION (p;",
          "UPDATE t SET a = 'x;';",
          "'alone'",
          "INSERT INTO delimiter VALUES (5);");

  private static final List<String> STRINGS =
      List.of("", ");\nINSERT INTO t VALUES (1", "\\'", "''", "\\\\", "\"", ";", "/*", "-- ", "é");

  private final Random random;

  RandomSql(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a script that may hold anything. */
  byte[] script() {
    StringBuilder out = new StringBuilder(random.nextInt(5) == 0 ? "\ufeff" : "");
    for (int left = random.nextInt(12); left > 0; left--) {
      switch (random.nextInt(12)) {
        case 0, 1, 2 -> out.append(OTHERS.get(random.nextInt(OTHERS.size())));
        case 3 ->
            out.append(random.nextInt(4) == 0 ? "DELIMITER ;;\n';;\nDELIMITER ;\n" : "(f(1),2);");
        default -> insert(out, 1 + random.nextInt(4));
      }
      out.append(random.nextBoolean() ? "\n" : "");
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Appends a statement of some rows, each of two values, that nothing is wrong with. */
  void insert(StringBuilder out, int rows) {
    String list = random.nextInt(3) == 0 ? " (`y`,x)" : "";
    out.append(random.nextInt(4) == 0 ? "replace into `t`" : "INSERT INTO t");
    out.append(list).append(" VALUES\n");
    for (int i = 0; i < rows; i++) {
      out.append(i == 0 ? "(" : ",\n(").append(value()).append(',').append(value()).append(')');
    }
    out.append(';');
  }

  private String value() {
    return switch (random.nextInt(5)) {
      case 0 -> String.valueOf(random.nextInt(1000));
      case 1 -> "NULL";
      case 2 -> "x'0a'";
      case 3 -> "_binary '" + string() + "'";
      default -> "'" + string() + "'";
    };
  }

  private String string() {
    return STRINGS.get(random.nextInt(STRINGS.size())) + (random.nextBoolean() ? "a" : "");
  }
}
