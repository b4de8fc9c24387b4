package io.thunderhead.expr;

import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.DurationParser;
import io.thunderhead.type.PackedTime;
import io.thunderhead.type.SessionZone;
import java.math.BigDecimal;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/** Parts of dates and times, and dates of parts. */
final class DateFunctions {
  private static final long MAX_UNIX_SECOND = 32_536_771_199L;
  private static final int MIN_DAY_NUMBER = 366;
  private static final int MAX_YEAR = 9999;
  private static final int END_DAY_NUMBER = 3_652_425;

  private DateFunctions() {}

  static void addTo(Functions functions) {
    part(functions, "year", PackedTime::year);
    part(functions, "month", PackedTime::month);
    part(functions, "day", PackedTime::day);
    functions.alias("dayofmonth", "day");
    part(functions, "quarter", packed -> (PackedTime.month(packed) + 2) / 3);
    realPart(functions, "dayofweek", packed -> (Calendar.weekday(packed) + 1) % 7 + 1);
    realPart(functions, "weekday", Calendar::weekday);
    realPart(functions, "dayofyear", Calendar::dayOfYear);
    realPart(functions, "to_days", Calendar::dayNumber);
    realPart(functions, "to_seconds", DateFunctions::toSeconds);
    realPart(functions, "weekofyear", packed -> Calendar.yearWeek(packed, mode(3)) % 100);
    functions.add("week", 1, 2, args -> week(args, false));
    functions.add("yearweek", 1, 2, args -> week(args, true));
    clock(functions, "hour", seconds -> seconds / 3600);
    clock(functions, "minute", seconds -> seconds / 60 % 60);
    clock(functions, "second", seconds -> seconds % 60);
    functions.add(
        "microsecond",
        1,
        Kind.DURATION,
        ExprType.INT,
        (a, out) -> out.setNumber(Math.abs(a[0].number()) % PackedTime.MICROS_PER_SECOND));
    functions.add(
        "time_to_sec",
        1,
        Kind.DURATION,
        ExprType.INT,
        (a, out) -> out.setNumber(a[0].number() / PackedTime.MICROS_PER_SECOND));
    functions.add("from_days", 1, 1, DateFunctions::fromDays);
    functions.add("makedate", 2, 2, DateFunctions::makeDate);
    functions.add("sec_to_time", 1, 1, DateFunctions::ofSeconds);
    functions.add("time", 1, 1, DateFunctions::time);
    functions.add("date", 1, 1, DateFunctions::date);
    functions.add("last_day", 1, 1, DateFunctions::lastDay);
    functions.add("unix_timestamp", 1, 1, DateFunctions::unixTimestamp);
    functions.add("from_unixtime", 1, 1, DateFunctions::fromUnixTime);
    functions.add("date_format", 2, 2, DateFormat::of);
    functions.add("extract", 2, 2, DateFunctions::extract);
    literal(functions, "date literal", "date");
    literal(functions, "timestamp literal", "datetime");
  }

  private static int mode(int mode) {
    return Calendar.weekMode(mode);
  }

  private static long toSeconds(long packed) {
    long seconds =
        PackedTime.hour(packed) * 3600L
            + PackedTime.minute(packed) * 60L
            + PackedTime.second(packed);
    return Calendar.dayNumber(packed) * 86_400 + seconds;
  }

  private static void part(Functions functions, String name, LongUnaryOperator part) {
    functions.add(
        name,
        1,
        Kind.TIME,
        ExprType.INT,
        (a, out) -> out.setNumber(part.applyAsLong(a[0].number())));
  }

  /** Adds a part that dates with zeros do not have. */
  private static void realPart(Functions functions, String name, LongUnaryOperator part) {
    functions.add(name, 1, 1, args -> realPart(args.env(), part, args.as(Kind.TIME, 0)));
  }

  private static Expr realPart(Env env, LongUnaryOperator part, Expr time) {
    return Casts.call(
        ExprType.INT,
        (a, out) -> {
          if (PackedTime.hasZeroInDate(a[0].number())) {
            env.invalid(out, "an expression takes a date with a zero month or day");
          } else {
            out.setNumber(part.applyAsLong(a[0].number()));
          }
        },
        time);
  }

  private static void clock(Functions functions, String name, IntUnaryOperator part) {
    functions.add(
        name,
        1,
        Kind.DURATION,
        ExprType.INT,
        (a, out) -> {
          long seconds = Math.abs(a[0].number()) / PackedTime.MICROS_PER_SECOND;
          out.setNumber(part.applyAsInt((int) seconds));
        });
  }

  private static Expr week(Args args, boolean withYear) {
    int bits = mode(args.size() == 1 ? 0 : (int) args.literalInt(1));
    LongUnaryOperator part =
        withYear
            ? packed -> Calendar.yearWeek(packed, Calendar.ofYear(bits))
            : packed -> Calendar.yearWeek(packed, bits) % 100;
    return realPart(args.env(), part, args.as(Kind.TIME, 0));
  }

  private static Expr fromDays(Args args) {
    return Casts.call(
        ExprType.time(FieldType.DATE, 0),
        (a, out) -> {
          long number = a[0].number();
          boolean known = number >= MIN_DAY_NUMBER && number < END_DAY_NUMBER;
          out.setNumber(known ? Calendar.ofDayNumber(number) : 0);
        },
        args.as(Kind.INT, 0));
  }

  private static Expr makeDate(Args args) {
    return Casts.call(
        ExprType.time(FieldType.DATE, 0),
        (a, out) -> {
          long year = a[0].number();
          long day = a[1].number();
          if (year < 0 || year > MAX_YEAR || day <= 0 || day > END_DAY_NUMBER) {
            out.setNull();
            return;
          }
          long full = year >= 100 ? year : year + (year < 70 ? 2000 : 1900);
          long number = Calendar.dayNumber(PackedTime.pack((int) full, 1, 1, 0, 0, 0, 0)) + day - 1;
          if (number < END_DAY_NUMBER) {
            out.setNumber(Calendar.ofDayNumber(number));
          } else {
            out.setNull();
          }
        },
        integer(args, 0),
        integer(args, 1));
  }

  private static Expr ofSeconds(Args args) {
    return Casts.call(
        ExprType.duration(0),
        (a, out) -> {
          long seconds = a[0].number();
          if (Math.abs(seconds) > DurationParser.MAX_MICROS / PackedTime.MICROS_PER_SECOND) {
            throw new BadValueException("an expression makes a time beyond 838:59:59");
          }
          out.setNumber(seconds * PackedTime.MICROS_PER_SECOND);
        },
        integer(args, 0));
  }

  /** Takes a signed integer as it is; other numbers have rules of rounding of their own. */
  private static Expr integer(Args args, int index) {
    Expr e = args.get(index);
    if (e.type().kind() != Kind.INT || e.type().unsigned()) {
      throw args.unsupported("whose argument " + (index + 1) + " is no signed integer");
    }
    return e;
  }

  private static Expr time(Args args) {
    Expr e = args.get(0);
    if (e.type().kind() != Kind.TIME && e.type().kind() != Kind.DURATION) {
      throw args.unsupported("of " + e.type().kind());
    }
    return new Expr.Retyped(
        ExprType.duration(Math.max(e.type().decimal(), 0)), args.casts().toDuration(e));
  }

  private static Expr date(Args args) {
    Env env = args.env();
    return Casts.call(
        ExprType.time(FieldType.DATE, 0),
        (a, out) -> {
          if (a[0].number() == 0) {
            env.invalid(out, "an expression takes the zero date");
          } else {
            out.setNumber(PackedTime.date(a[0].number()));
          }
        },
        args.as(Kind.TIME, 0));
  }

  private static Expr lastDay(Args args) {
    Env env = args.env();
    return Casts.call(
        ExprType.time(FieldType.DATE, 0),
        (a, out) -> {
          long packed = a[0].number();
          if (PackedTime.hasZeroInDate(packed)) {
            env.invalid(out, "an expression takes a date with a zero month or day");
            return;
          }
          int year = PackedTime.year(packed);
          int month = PackedTime.month(packed);
          int day = PackedTime.lastDay(year, month);
          out.setNumber(PackedTime.pack(year, month, day, 0, 0, 0, 0));
        },
        args.as(Kind.TIME, 0));
  }

  private static Expr unixTimestamp(Args args) {
    Expr time = args.get(0);
    if (time.type().kind() != Kind.TIME) {
      throw args.unsupported("of " + time.type().kind());
    }
    SessionZone zone = args.env().rules().zone();
    int fsp = time.type().decimal();
    if (fsp == 0) {
      return Casts.call(
          ExprType.INT, (a, out) -> out.setNumber(unixSecond(a[0].number(), zone)), time);
    }
    return Casts.call(
        ExprType.decimal(-1, fsp),
        (a, out) -> {
          long second = unixSecond(a[0].number(), zone);
          BigDecimal micros =
              BigDecimal.valueOf(second == 0 ? 0 : PackedTime.micros(a[0].number()), 6);
          out.setDecimal(BigDecimal.valueOf(second).add(micros).setScale(fsp));
        },
        time);
  }

  /** Returns the seconds since 1970, 0 for times that have none. */
  private static long unixSecond(long packed, SessionZone zone) {
    if (!PackedTime.isReal(packed)) {
      return 0;
    }
    long wall = PackedTime.wallSecond(packed);
    if (zone.isGap(wall)) {
      throw new BadValueException("an expression takes a time that the session time zone skips");
    }
    long second = zone.toInstant(wall);
    return second < 0 || second > MAX_UNIX_SECOND ? 0 : second;
  }

  private static Expr fromUnixTime(Args args) {
    Expr seconds = args.get(0);
    if (seconds.type().kind() != Kind.INT) {
      throw args.unsupported("of " + seconds.type().kind());
    }
    SessionZone zone = args.env().rules().zone();
    return Casts.call(
        ExprType.time(FieldType.DATETIME, 0),
        (a, out) -> {
          long second = a[0].number();
          if (second < 0 || second > MAX_UNIX_SECOND) {
            out.setNull();
          } else {
            out.setNumber(PackedTime.ofWallSecond(zone.toWall(second), 0));
          }
        },
        seconds);
  }

  private static Expr extract(Args args) {
    String unit = args.word(0);
    Expr time = args.get(1);
    if (time.type().kind() != Kind.TIME) {
      throw args.unsupported("from " + time.type().kind());
    }
    LongUnaryOperator part =
        switch (unit) {
          case "year" -> PackedTime::year;
          case "month" -> PackedTime::month;
          case "day" -> PackedTime::day;
          case "hour" -> PackedTime::hour;
          case "minute" -> PackedTime::minute;
          case "second" -> PackedTime::second;
          case "microsecond" -> PackedTime::micros;
          case "quarter" -> packed -> (PackedTime.month(packed) + 2) / 3;
          case "year_month" -> packed -> PackedTime.year(packed) * 100 + PackedTime.month(packed);
          default -> throw args.unsupported("of " + unit);
        };
    return Casts.call(
        ExprType.INT, (a, out) -> out.setNumber(part.applyAsLong(a[0].number())), time);
  }

  private static void literal(Functions functions, String name, String type) {
    functions.add(
        name,
        1,
        1,
        args -> {
          String text = args.literalText(0);
          int dot = text.lastIndexOf('.');
          int fsp = dot < 0 ? 0 : Math.min(text.length() - dot - 1, Casts.MAX_FSP);
          Node.Text node = new Node.Text(text, "");
          Expr cast =
              new ExplicitCast(args.casts(), args.env())
                  .of(args.get(0), new Node.Cast(node, type, fsp, -1, "", false));
          Expr literal = new Expr.Literal(cast.type());
          literal.eval().set(cast.eval());
          return literal;
        });
  }
}
