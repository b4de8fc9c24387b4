package io.thunderhead.expr;

import io.thunderhead.json.JsonText;
import io.thunderhead.schema.FieldType;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.DurationParser;
import io.thunderhead.type.MyDecimal;
import io.thunderhead.type.NumberText;
import io.thunderhead.type.PackedTime;
import io.thunderhead.type.Shortest;
import io.thunderhead.type.TimeParser;
import io.thunderhead.type.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Conversions that TiDB puts around arguments of another kind than a function takes. */
final class Casts {
  static final int MAX_FSP = 6;
  private static final BigDecimal MICROS = BigDecimal.valueOf(PackedTime.MICROS_PER_SECOND);

  private final Env env;

  Casts(Env env) {
    this.env = env;
  }

  /** Casts to a kind; a time becomes DATETIME. */
  Expr to(Kind kind, Expr e) {
    return switch (kind) {
      case INT -> toInt(e);
      case REAL -> toReal(e);
      case DECIMAL -> toDecimal(e);
      case STRING -> toText(e);
      case TIME -> toTime(e);
      case DURATION -> toDuration(e);
      case JSON, NULL -> e.type().kind() == kind ? e : fail(e, kind);
    };
  }

  Expr toInt(Expr e) {
    return toInt(e, e.type().unsigned());
  }

  Expr toInt(Expr e, boolean unsigned) {
    ExprType type = ExprType.integer(unsigned);
    return switch (e.type().kind()) {
      case INT -> e;
      case NULL -> new Expr.Retyped(type, e);
      case REAL -> call(type, (a, out) -> out.setNumber(round(a[0].real(), unsigned)), e);
      case DECIMAL -> call(type, (a, out) -> out.setNumber(round(a[0].decimal(), unsigned)), e);
      case STRING -> e.type().named() ? new Expr.Retyped(type, e) : textToInt(type, e);
      case TIME -> timeToInt(type, e);
      case DURATION ->
          call(
              type,
              (a, out) ->
                  out.setNumber(durationNumber(DurationParser.round(a[0].number(), 0)).longValue()),
              e);
      case JSON -> jsonToInt(type, e);
    };
  }

  Expr toReal(Expr e) {
    boolean unsigned = e.type().unsigned();
    return switch (e.type().kind()) {
      case REAL -> e;
      case NULL -> new Expr.Retyped(ExprType.REAL, e);
      case INT ->
          call(ExprType.REAL, (a, out) -> out.setReal(toDouble(a[0].number(), unsigned)), e);
      case DECIMAL ->
          call(ExprType.REAL, (a, out) -> out.setReal(a[0].shownDecimal().doubleValue()), e);
      case STRING -> textToReal(e);
      case TIME, DURATION -> toReal(toDecimal(e));
      case JSON ->
          call(ExprType.REAL, (a, out) -> out.setReal(JsonValues.real(JsonValues.of(a[0]))), e);
    };
  }

  Expr toDecimal(Expr e) {
    int scale = e.type().decimal();
    ExprType type = ExprType.decimal(-1, scale);
    boolean unsigned = e.type().unsigned();
    return switch (e.type().kind()) {
      case DECIMAL -> e;
      case NULL -> new Expr.Retyped(type, e);
      case INT ->
          call(
              ExprType.decimal(20, 0),
              (a, out) -> out.setDecimal(toBigDecimal(a[0].number(), unsigned)),
              e);
      case REAL -> call(type, (a, out) -> out.setDecimal(ofReal(a[0].real(), scale)), e);
      case STRING -> textToDecimal(e);
      case TIME -> call(type, (a, out) -> out.setDecimal(timeNumber(e.type(), a[0].number())), e);
      case DURATION ->
          call(
              type,
              (a, out) ->
                  out.setDecimal(
                      durationNumber(a[0].number())
                          .setScale(Math.max(scale, 0), RoundingMode.HALF_UP)),
              e);
      case JSON ->
          call(
              ExprType.decimal(-1, -1),
              (a, out) -> out.setDecimal(JsonValues.decimal(JsonValues.of(a[0]))),
              e);
    };
  }

  Expr toText(Expr e) {
    ExprType source = e.type();
    ExprType type = ExprType.string("utf8mb4", "utf8mb4_bin", ExprType.NUMERIC, true);
    if (source.kind() == Kind.STRING) {
      return e;
    } else if (source.kind() == Kind.NULL) {
      return new Expr.Retyped(
          ExprType.string("utf8mb4", "utf8mb4_bin", ExprType.IGNORABLE, true), e);
    } else if (source.kind() == Kind.JSON) {
      return call(
          ExprType.text(false), (a, out) -> Texts.set(out, JsonText.of(JsonValues.of(a[0]))), e);
    } else if (source.tp() == FieldType.BIT) {
      int width = (source.flen() + 7) / 8;
      return call(
          ExprType.string(ExprType.BINARY, ExprType.BINARY, ExprType.IMPLICIT, false),
          (a, out) -> {
            out.startBytes();
            for (int i = width - 1; i >= 0; i--) {
              out.bytes().put((int) (a[0].number() >>> (8 * i)));
            }
          },
          e);
    }
    return call(type, (a, out) -> Texts.set(out, Texts.of(source, a[0])), e);
  }

  /** Casts to DATETIME; DATE and TIMESTAMP serve as they are. */
  Expr toTime(Expr e) {
    ExprType source = e.type();
    int fsp = source.kind() == Kind.INT ? 0 : MAX_FSP;
    ExprType type = ExprType.time(FieldType.DATETIME, fsp);
    TimeParser parser = new TimeParser(env.rules().zone());
    return switch (source.kind()) {
      case TIME -> e;
      case NULL -> new Expr.Retyped(type, e);
      case STRING ->
          call(
              type,
              (a, out) -> {
                env.readTime(parser.parse(Texts.of(a[0]), fsp, false), out);
                if (!out.isNull() && out.number() == 0 && env.rules().noZeroDate()) {
                  env.invalid(out, "an expression reads the zero date");
                }
              },
              e);
      case INT -> {
        if (source.tp() == FieldType.YEAR || source.unsigned()) {
          yield fail(e, Kind.TIME);
        }
        yield call(type, (a, out) -> env.readTime(TimeParser.parse(a[0].number()), out), e);
      }
      case REAL, DECIMAL, DURATION, JSON -> fail(e, Kind.TIME);
    };
  }

  Expr toDuration(Expr e) {
    ExprType source = e.type();
    return switch (source.kind()) {
      case DURATION -> e;
      case NULL -> new Expr.Retyped(ExprType.duration(0), e);
      case TIME ->
          call(
              ExprType.duration(source.decimal()),
              (a, out) -> out.setNumber(DurationParser.micros(a[0].number())),
              e);
      case STRING -> {
        DurationParser parser = new DurationParser(env.rules());
        yield call(
            ExprType.duration(MAX_FSP),
            (a, out) -> {
              if (!parser.parse(Texts.of(a[0]), MAX_FSP)) {
                throw new BadValueException("an expression reads what is no time");
              }
              out.setNumber(parser.micros());
            },
            e);
      }
      case INT, REAL, DECIMAL, JSON -> fail(e, Kind.DURATION);
    };
  }

  private Expr textToInt(ExprType type, Expr e) {
    NumberText number = new NumberText();
    return call(
        type,
        (a, out) -> {
          number.scan(Texts.of(a[0]));
          if (!number.complete()) {
            env.rules().adjust("an expression reads as a number what is none");
          }
          number.round();
          boolean tooSmall =
              number.negative() && number.magnitude() < 0 && number.magnitude() != Long.MIN_VALUE;
          if (number.overflow() || tooSmall) {
            throw Env.outOfRange("BIGINT");
          }
          out.setNumber(number.negative() ? -number.magnitude() : number.magnitude());
        },
        e);
  }

  private Expr textToReal(Expr e) {
    if (e.type().named()) {
      return call(ExprType.REAL, (a, out) -> out.setReal((double) a[0].number()), e);
    }
    NumberText number = new NumberText();
    return call(
        ExprType.REAL,
        (a, out) -> {
          number.scan(Texts.of(a[0]));
          if (!number.complete()) {
            env.rules().adjust("an expression reads as a number what is none");
          }
          double value = number.toDouble();
          if (Double.isInfinite(value)) {
            throw Env.outOfRange("DOUBLE");
          }
          out.setReal(value);
        },
        e);
  }

  private Expr textToDecimal(Expr e) {
    if (e.type().named()) {
      return fail(e, Kind.DECIMAL);
    }
    MyDecimal number = new MyDecimal();
    return call(
        ExprType.decimal(-1, -1),
        (a, out) -> {
          if (!number.parse(Texts.of(a[0]))) {
            env.rules().adjust("an expression reads as a number what is none");
          }
          out.setDecimal(plain(number.toBigDecimal()));
        },
        e);
  }

  private static Expr jsonToInt(ExprType type, Expr e) {
    return call(
        type,
        (a, out) -> out.setNumber(JsonValues.integer(JsonValues.of(a[0]), type.unsigned())),
        e);
  }

  private Expr timeToInt(ExprType type, Expr e) {
    boolean date = e.type().tp() == FieldType.DATE;
    return call(
        type,
        (a, out) ->
            out.setNumber(
                date
                    ? PackedTime.dateNumber(a[0].number())
                    : Times.number(a[0].number(), env.rules().zone())),
        e);
  }

  static BigDecimal timeNumber(ExprType type, long packed) {
    if (type.tp() == FieldType.DATE) {
      return BigDecimal.valueOf(PackedTime.dateNumber(packed));
    }
    BigDecimal whole = BigDecimal.valueOf(PackedTime.number(packed));
    BigDecimal fraction = BigDecimal.valueOf(PackedTime.micros(packed)).divide(MICROS);
    return whole.add(fraction).setScale(Math.max(type.decimal(), 0), RoundingMode.HALF_UP);
  }

  private static BigDecimal durationNumber(long micros) {
    long seconds = Math.abs(micros) / PackedTime.MICROS_PER_SECOND;
    long whole = seconds / 3600 * 10_000 + seconds / 60 % 60 * 100 + seconds % 60;
    BigDecimal fraction =
        BigDecimal.valueOf(Math.abs(micros) % PackedTime.MICROS_PER_SECOND).divide(MICROS);
    BigDecimal value = BigDecimal.valueOf(whole).add(fraction);
    return micros < 0 ? value.negate() : value;
  }

  static double toDouble(long number, boolean unsigned) {
    return unsigned && number < 0 ? toBigDecimal(number, true).doubleValue() : (double) number;
  }

  static BigDecimal toBigDecimal(long number, boolean unsigned) {
    return unsigned && number < 0
        ? new BigDecimal(new BigInteger(Long.toUnsignedString(number)))
        : BigDecimal.valueOf(number);
  }

  /** Rounds half to even. */
  static long round(double value, boolean unsigned) {
    double rounded = Math.rint(value);
    boolean fits =
        unsigned ? rounded >= 0 && rounded < 0x1p64 : rounded >= -0x1p63 && rounded < 0x1p63;
    if (!fits) {
      throw Env.outOfRange("BIGINT");
    }
    return rounded >= 0x1p63 ? (long) (rounded - 0x1p63) ^ Long.MIN_VALUE : (long) rounded;
  }

  /** Rounds half away from zero. */
  static long round(BigDecimal value, boolean unsigned) {
    return exact(value.setScale(0, RoundingMode.HALF_UP), unsigned);
  }

  /** Returns the bits of a decimal without its fraction. */
  static long exact(BigDecimal value, boolean unsigned) {
    BigInteger whole = value.toBigInteger();
    boolean fits =
        unsigned ? whole.signum() >= 0 && whole.bitLength() <= 64 : whole.bitLength() <= 63;
    if (!fits) {
      throw Env.outOfRange("BIGINT");
    }
    return whole.longValue();
  }

  static BigDecimal ofReal(double value, int scale) {
    BigDecimal shortest = plain(Shortest.of(value).stripTrailingZeros());
    return scale < 0 ? shortest : shortest.setScale(scale, RoundingMode.HALF_UP);
  }

  private static BigDecimal plain(BigDecimal value) {
    return value.scale() < 0 ? value.setScale(0) : value;
  }

  static Expr call(ExprType type, Expr.Body body, Expr... args) {
    return new Expr.Call(type, body, args);
  }

  private static Expr fail(Expr e, Kind kind) {
    throw Env.unsupported("a " + e.type().kind() + " taken as " + kind);
  }
}
