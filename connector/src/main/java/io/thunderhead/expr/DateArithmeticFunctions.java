package io.thunderhead.expr;

import io.thunderhead.schema.FieldType;
import io.thunderhead.type.PackedTime;
import java.util.Map;

/** Dates plus intervals, and intervals between dates. */
final class DateArithmeticFunctions {
  private static final long MICROS_PER_DAY = 86_400L * PackedTime.MICROS_PER_SECOND;

  private static final Map<String, Long> MICROS =
      Map.of(
          "microsecond",
          1L,
          "second",
          (long) PackedTime.MICROS_PER_SECOND,
          "minute",
          60L * PackedTime.MICROS_PER_SECOND,
          "hour",
          3600L * PackedTime.MICROS_PER_SECOND,
          "day",
          MICROS_PER_DAY,
          "week",
          7 * MICROS_PER_DAY);

  private static final Map<String, Integer> MONTHS = Map.of("month", 1, "quarter", 3, "year", 12);
  private static final long MAX_AMOUNT = 1L << 36;

  private DateArithmeticFunctions() {}

  static void addTo(Functions functions) {
    functions.add("date_add", 3, 3, args -> add(args, 1));
    functions.add("date_sub", 3, 3, args -> add(args, -1));
    functions.add("datediff", 2, 2, DateArithmeticFunctions::dateDiff);
    functions.add("timestampdiff", 3, 3, DateArithmeticFunctions::timestampDiff);
  }

  private static Expr add(Args args, int sign) {
    Expr date = args.get(0);
    Expr amount = args.get(1);
    String unit = args.word(2);
    boolean months = MONTHS.containsKey(unit);
    if (date.type().kind() != Kind.TIME
        || amount.type().kind() != Kind.INT
        || amount.type().unsigned()
        || !(months || MICROS.containsKey(unit))) {
      throw args.unsupported(
          "of " + date.type().kind() + " and " + amount.type().kind() + " " + unit);
    }
    boolean wholeDays = months || unit.equals("day") || unit.equals("week");
    boolean staysDate = date.type().tp() == FieldType.DATE && wholeDays;
    int fsp = unit.equals("microsecond") ? Casts.MAX_FSP : date.type().decimal();
    ExprType type =
        staysDate ? ExprType.time(FieldType.DATE, 0) : ExprType.time(FieldType.DATETIME, fsp);
    Env env = args.env();
    return Casts.call(
        type,
        (a, out) -> {
          long packed = a[0].number();
          long count = sign * a[1].number();
          long sum = PackedTime.INVALID;
          if (!PackedTime.hasZeroInDate(packed) && Math.abs(count) < MAX_AMOUNT) {
            sum =
                months
                    ? addMonths(packed, count * MONTHS.get(unit))
                    : addMicros(packed, count, unit);
          }
          if (sum == PackedTime.INVALID) {
            env.invalid(out, "an expression adds an interval beyond the years 0 to 9999");
          } else {
            out.setNumber(sum);
          }
        },
        date,
        amount);
  }

  private static long addMonths(long packed, long months) {
    long month = PackedTime.year(packed) * 12L + PackedTime.month(packed) - 1 + months;
    long year = Math.floorDiv(month, 12L);
    if (year < 0 || year > 9999) {
      return PackedTime.INVALID;
    }
    int newMonth = (int) Math.floorMod(month, 12L) + 1;
    int day = Math.min(PackedTime.day(packed), PackedTime.lastDay((int) year, newMonth));
    long time = packed - PackedTime.date(packed);
    return PackedTime.pack((int) year, newMonth, day, 0, 0, 0, 0) | time;
  }

  private static long addMicros(long packed, long count, String unit) {
    if (unit.equals("day") || unit.equals("week")) {
      long days = unit.equals("week") ? count * 7 : count;
      return PackedTime.ofWallSecond(
          PackedTime.wallSecond(packed) + days * 86_400, PackedTime.micros(packed));
    } else if (unit.equals("microsecond")) {
      long micros = PackedTime.micros(packed) + count;
      return PackedTime.ofWallSecond(
          PackedTime.wallSecond(packed)
              + Math.floorDiv(micros, (long) PackedTime.MICROS_PER_SECOND),
          (int) Math.floorMod(micros, (long) PackedTime.MICROS_PER_SECOND));
    }
    long seconds = count * (MICROS.get(unit) / PackedTime.MICROS_PER_SECOND);
    return PackedTime.ofWallSecond(
        PackedTime.wallSecond(packed) + seconds, PackedTime.micros(packed));
  }

  private static Expr dateDiff(Args args) {
    Env env = args.env();
    return Casts.call(
        ExprType.INT,
        (a, out) -> {
          if (PackedTime.hasZeroInDate(a[0].number()) || PackedTime.hasZeroInDate(a[1].number())) {
            env.invalid(out, "an expression takes a date with a zero month or day");
          } else {
            out.setNumber(Calendar.dayNumber(a[0].number()) - Calendar.dayNumber(a[1].number()));
          }
        },
        args.as(Kind.TIME, 0),
        args.as(Kind.TIME, 1));
  }

  private static Expr timestampDiff(Args args) {
    String unit = args.word(0);
    if (!MONTHS.containsKey(unit) && !MICROS.containsKey(unit)) {
      throw args.unsupported("of " + unit);
    }
    Env env = args.env();
    return Casts.call(
        ExprType.INT,
        (a, out) -> {
          long from = a[0].number();
          long to = a[1].number();
          if (PackedTime.hasZeroInDate(from) || PackedTime.hasZeroInDate(to)) {
            env.invalid(out, "an expression takes a date with a zero month or day");
          } else if (MONTHS.containsKey(unit)) {
            out.setNumber(months(from, to) / MONTHS.get(unit));
          } else {
            out.setNumber((micros(to) - micros(from)) / MICROS.get(unit));
          }
        },
        args.as(Kind.TIME, 1),
        args.as(Kind.TIME, 2));
  }

  private static long micros(long packed) {
    return PackedTime.wallSecond(packed) * PackedTime.MICROS_PER_SECOND + PackedTime.micros(packed);
  }

  /** Returns how many whole months lie between two times. */
  private static long months(long from, long to) {
    if (from > to) {
      return -months(to, from);
    }
    long months =
        (PackedTime.year(to) - PackedTime.year(from)) * 12L
            + PackedTime.month(to)
            - PackedTime.month(from);
    long rest = (1L << 46) - 1;
    return (to & rest) < (from & rest) ? months - 1 : months;
  }
}
