package io.thunderhead.expr;

import io.thunderhead.type.BadValueException;
import io.thunderhead.type.PackedTime;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.Locale;

/** DATE_FORMAT with the English names that TiDB has. */
final class DateFormat {
  /** What a date with a zero month or day does not have. */
  private static final String REAL_ONLY = "aDjUuVvWwXxMb";

  private DateFormat() {}

  static Expr of(Args args) {
    String format = args.literalText(1);
    return Casts.call(
        ExprType.text(false),
        (a, out) -> Texts.set(out, text(a[0].number(), format)),
        args.as(Kind.TIME, 0));
  }

  private static String text(long packed, String format) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        append(packed, format.charAt(++i), out);
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private static void append(long packed, char letter, StringBuilder out) {
    if (REAL_ONLY.indexOf(letter) >= 0 && PackedTime.hasZeroInDate(packed)) {
      throw new BadValueException("an expression formats a date with a zero month or day");
    }
    int hour = PackedTime.hour(packed);
    switch (letter) {
      case 'Y' -> PackedTime.pad(out, PackedTime.year(packed), 4);
      case 'y' -> PackedTime.pad(out, PackedTime.year(packed) % 100, 2);
      case 'm' -> PackedTime.pad(out, PackedTime.month(packed), 2);
      case 'c' -> out.append(PackedTime.month(packed));
      case 'd' -> PackedTime.pad(out, PackedTime.day(packed), 2);
      case 'e' -> out.append(PackedTime.day(packed));
      case 'H' -> PackedTime.pad(out, hour, 2);
      case 'k' -> out.append(hour);
      case 'h', 'I' -> PackedTime.pad(out, twelve(hour), 2);
      case 'l' -> out.append(twelve(hour));
      case 'i' -> PackedTime.pad(out, PackedTime.minute(packed), 2);
      case 's', 'S' -> PackedTime.pad(out, PackedTime.second(packed), 2);
      case 'f' -> PackedTime.pad(out, PackedTime.micros(packed), 6);
      case 'p' -> out.append(hour < 12 ? "AM" : "PM");
      case 'r' -> {
        clock(packed, twelve(hour), out);
        out.append(hour < 12 ? " AM" : " PM");
      }
      case 'T' -> clock(packed, hour, out);
      default -> appendNames(packed, letter, out);
    }
  }

  private static void appendNames(long packed, char letter, StringBuilder out) {
    switch (letter) {
      case 'M' -> out.append(month(packed, TextStyle.FULL));
      case 'b' -> out.append(month(packed, TextStyle.SHORT));
      case 'W' -> out.append(weekday(packed, TextStyle.FULL));
      case 'a' -> out.append(weekday(packed, TextStyle.SHORT));
      case 'j' -> PackedTime.pad(out, Calendar.dayOfYear(packed), 3);
      case 'w' -> out.append((Calendar.weekday(packed) + 1) % 7);
      case 'D' -> out.append(PackedTime.day(packed)).append(ordinal(PackedTime.day(packed)));
      case 'U' -> PackedTime.pad(out, week(packed, 0) % 100, 2);
      case 'u' -> PackedTime.pad(out, week(packed, 1) % 100, 2);
      case 'V' -> PackedTime.pad(out, week(packed, 2) % 100, 2);
      case 'v' -> PackedTime.pad(out, week(packed, 3) % 100, 2);
      case 'X' -> PackedTime.pad(out, week(packed, 2) / 100, 4);
      case 'x' -> PackedTime.pad(out, week(packed, 3) / 100, 4);
      default -> out.append(letter);
    }
  }

  private static int week(long packed, int mode) {
    return Calendar.yearWeek(packed, Calendar.weekMode(mode));
  }

  private static int twelve(int hour) {
    return hour % 12 == 0 ? 12 : hour % 12;
  }

  private static void clock(long packed, int hour, StringBuilder out) {
    PackedTime.pad(out, hour, 2).append(':');
    PackedTime.pad(out, PackedTime.minute(packed), 2).append(':');
    PackedTime.pad(out, PackedTime.second(packed), 2);
  }

  private static String month(long packed, TextStyle style) {
    return Month.of(PackedTime.month(packed)).getDisplayName(style, Locale.ENGLISH);
  }

  private static String weekday(long packed, TextStyle style) {
    return DayOfWeek.of(Calendar.weekday(packed) + 1).getDisplayName(style, Locale.ENGLISH);
  }

  private static String ordinal(int day) {
    if (day >= 11 && day <= 13) {
      return "th";
    }
    return switch (day % 10) {
      case 1 -> "st";
      case 2 -> "nd";
      case 3 -> "rd";
      default -> "th";
    };
  }
}
