package io.thunderhead.conflict;

import io.thunderhead.conflict.ConflictModel.Part;
import io.thunderhead.option.ConflictStrategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * A kind of table {@code (a INT, b INT, c VARCHAR(20), d INT)} and what is unique in it.
 *
 * @param ddl the table's name stands as %s
 */
public record ConflictShape(String name, String ddl, ConflictModel model) {
  private static final String COLUMNS =
      "CREATE TABLE %s (a INT NOT NULL, b INT, c VARCHAR(20), d INT, ";
  private static final String FOLDING =
      "CREATE TABLE %s (a INT NOT NULL, b INT, c VARCHAR(20) COLLATE utf8mb4_general_ci NOT NULL, d INT, ";
  private static final Part A = Part.of(0);
  private static final Part B = Part.of(1);
  private static final Part C = Part.of(2);
  private static final Part D = Part.of(3);
  private static final Part FOLDED_C = new Part(2, 0, true);

  /** Every kind: handles, prefixes, NULLs, collations, several keys that disagree. */
  public static final List<ConflictShape> ALL =
      List.of(
          shape("integer handle", COLUMNS + "PRIMARY KEY (a), KEY kd (d))", List.of(A)),
          shape(
              "row ids and a primary key beside",
              COLUMNS + "PRIMARY KEY (a) NONCLUSTERED, KEY kc (c))",
              List.of(A)),
          shape("unique with NULLs", COLUMNS + "UNIQUE KEY ub (b), KEY kd (d))", List.of(B)),
          shape(
              "composite unique with NULLs",
              COLUMNS + "PRIMARY KEY (a), UNIQUE KEY ubd (b, d), KEY kc (c, b))",
              List.of(A),
              List.of(B, D)),
          shape(
              "prefix",
              COLUMNS + "UNIQUE KEY uc (c(2)), KEY kd (d))",
              List.of(new Part(2, 2, false))),
          shape(
              "clustered by a collated string",
              FOLDING
                  + "PRIMARY KEY (c, b) CLUSTERED, UNIQUE KEY ud (d), KEY ka (a, c))"
                      .replace("b INT,", "b INT NOT NULL,"),
              List.of(FOLDED_C, B),
              List.of(D)),
          shape(
              "collated unique",
              FOLDING + "PRIMARY KEY (a), UNIQUE KEY uc (c), KEY kd (d))",
              List.of(A),
              List.of(FOLDED_C)),
          shape(
              "three keys that disagree",
              COLUMNS + "PRIMARY KEY (a), UNIQUE KEY ub (b), UNIQUE KEY uc (c), KEY kd (d))",
              List.of(A),
              List.of(B),
              List.of(C)),
          shape(
              "chains without a handle of their own",
              COLUMNS + "UNIQUE KEY ua (a), UNIQUE KEY ub (b), UNIQUE KEY ud (d), KEY kc (c))",
              List.of(A),
              List.of(B),
              List.of(D)),
          shape(
              "partitions with a global index",
              COLUMNS
                  + "PRIMARY KEY (a) CLUSTERED, UNIQUE KEY ub (b) GLOBAL, KEY kd (d)) PARTITION BY HASH (a) PARTITIONS 3",
              List.of(A),
              List.of(B)));

  @SafeVarargs
  private static ConflictShape shape(String name, String ddl, List<Part>... unique) {
    List<List<Part>> keys = new ArrayList<>();
    for (List<Part> key : unique) {
      keys.add(key);
    }
    return new ConflictShape(name, ddl, new ConflictModel(keys));
  }

  /** Returns random rows. */
  public List<List<Object>> rows(Random random, int count, int values) {
    String[] texts = {"a", "A ", "b", "B", "ab", "abc", "abd", "AB", "c", "d", "zz", "zzy"};
    boolean nulls = !ddl.contains("PRIMARY KEY (c");
    boolean nullC = nulls && !ddl.contains("general_ci");
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Object b = nulls && random.nextInt(4) == 0 ? null : (Object) random.nextInt(values);
      Object d = random.nextInt(4) == 0 ? null : (Object) random.nextInt(values);
      Object c = texts[random.nextInt(texts.length)] + (random.nextInt(3) > 0 ? "" : i);
      rows.add(
          Arrays.asList(random.nextInt(values), b, nullC && random.nextInt(6) == 0 ? null : c, d));
    }
    return rows;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Returns each kind with each way to settle conflicts that keeps some rows. */
  static Stream<Arguments> cases() {
    return ALL.stream()
        .flatMap(
            shape ->
                Stream.of(
                        ConflictStrategy.REPLACE, ConflictStrategy.IGNORE, ConflictStrategy.REMOVE)
                    .map(strategy -> Arguments.of(shape, strategy)));
  }
}
