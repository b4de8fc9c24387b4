package io.thunderhead.expr;

import io.thunderhead.schema.FieldType;
import io.thunderhead.type.PackedTime;

/** The time of the statement, which is the same for all rows; fractions of a second are zero. */
final class SessionFunctions {
  private SessionFunctions() {}

  static void addTo(Functions functions) {
    functions.add("now", 0, 1, SessionFunctions::now);
    functions.alias("current_timestamp", "now");
    functions.alias("localtime", "now");
    functions.alias("localtimestamp", "now");
    functions.add(
        "current_date",
        0,
        0,
        args -> literal(ExprType.time(FieldType.DATE, 0), PackedTime.date(packed(args))));
    functions.alias("curdate", "current_date");
  }

  private static Expr now(Args args) {
    int fsp = args.size() == 0 ? 0 : (int) args.literalInt(0);
    return literal(ExprType.time(FieldType.DATETIME, fsp), packed(args));
  }

  private static long packed(Args args) {
    long wall = args.env().rules().zone().toWall(args.env().now().getEpochSecond());
    return PackedTime.ofWallSecond(wall, 0);
  }

  private static Expr literal(ExprType type, long packed) {
    Expr literal = new Expr.Literal(type);
    literal.eval().setNumber(packed);
    return literal;
  }
}
