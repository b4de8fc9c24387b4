package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.BadValueException;
import io.thunderhead.type.Utf8;
import java.util.Arrays;
import java.util.List;

/** Functions that make strings of parts of strings. */
final class StringFunctions {
  private static final int MAX_LENGTH = 1 << 26;

  private StringFunctions() {}

  static void addTo(Functions functions) {
    functions.add("concat", 1, Functions.ANY, StringFunctions::concat);
    functions.add("concat_ws", 2, Functions.ANY, StringFunctions::concatWith);
    functions.add(
        "length", 1, Kind.STRING, ExprType.INT, (a, out) -> out.setNumber(a[0].bytes().length()));
    functions.alias("octet_length", "length");
    functions.add(
        "bit_length",
        1,
        Kind.STRING,
        ExprType.INT,
        (a, out) -> out.setNumber(a[0].bytes().length() * 8L));
    functions.add("char_length", 1, 1, StringFunctions::characters);
    functions.alias("character_length", "char_length");
    functions.add("lower", 1, 1, args -> letters(args, false));
    functions.alias("lcase", "lower");
    functions.add("upper", 1, 1, args -> letters(args, true));
    functions.alias("ucase", "upper");
    functions.add("left", 2, 2, StringFunctions::left);
    functions.add("right", 2, 2, StringFunctions::right);
    functions.add("substring", 2, 3, StringFunctions::substring);
    functions.alias("substr", "substring");
    functions.alias("mid", "substring");
    functions.add("reverse", 1, 1, StringFunctions::reverse);
    functions.add("repeat", 2, 2, StringFunctions::repeat);
    functions.add("lpad", 3, 3, args -> pad(args, true));
    functions.add("rpad", 3, 3, args -> pad(args, false));
    functions.add(
        "space",
        1,
        Kind.INT,
        ExprType.text(true),
        (a, out) -> out.startBytes().fill(' ', length(Math.max(a[0].number(), 0))));
    functions.add("elt", 2, Functions.ANY, StringFunctions::elt);
  }

  /** Tells whether positions count bytes. */
  private static boolean countsBytes(Expr e) {
    if (!e.type().isBinary() && e.type().charset().startsWith("gb")) {
      throw Env.unsupported("a position in a string of " + e.type().charset());
    }
    return e.type().isBinary();
  }

  /** Returns how many characters a string has, or bytes. */
  private static int count(Bytes text, boolean inBytes) {
    if (inBytes) {
      return text.length();
    }
    int count = 0;
    for (int at = 0; at < text.length(); count++) {
      at += Utf8.runeLength(text.array(), at, text.length());
    }
    return count;
  }

  /** Returns where a character begins, counted from 0. */
  private static int offset(Bytes text, int index, boolean inBytes) {
    if (inBytes) {
      return index;
    }
    int at = 0;
    for (int left = index; left > 0; left--) {
      at += Utf8.runeLength(text.array(), at, text.length());
    }
    return at;
  }

  private static void cut(Bytes text, int from, int to, boolean inBytes, Value out) {
    int start = offset(text, from, inBytes);
    int end = offset(text, to, inBytes);
    out.startBytes().put(text.array(), start, end - start);
  }

  private static int length(long bytes) {
    if (bytes > MAX_LENGTH) {
      throw new BadValueException("an expression makes a string of " + bytes + " bytes");
    }
    return (int) bytes;
  }

  private static Expr concat(Args args) {
    List<Expr> parts = Arrays.asList(args.allAs(Kind.STRING));
    return Casts.call(
        Args.stringOf(parts),
        (a, out) -> {
          Bytes text = out.startBytes();
          for (Value each : a) {
            text.put(each.bytes().array(), 0, each.bytes().length());
          }
        },
        parts.toArray(Expr[]::new));
  }

  private static Expr concatWith(Args args) {
    Expr[] parts = args.allAs(Kind.STRING);
    return new Expr(Args.stringOf(Arrays.asList(parts))) {
      @Override
      Value eval() {
        Value separator = parts[0].eval();
        if (separator.isNull()) {
          out.setNull();
          return out;
        }
        Bytes text = out.startBytes();
        boolean first = true;
        for (int i = 1; i < parts.length; i++) {
          Value each = parts[i].eval();
          if (!each.isNull()) {
            if (!first) {
              text.put(separator.bytes().array(), 0, separator.bytes().length());
            }
            text.put(each.bytes().array(), 0, each.bytes().length());
            first = false;
          }
        }
        return out;
      }
    };
  }

  private static Expr characters(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    boolean bytes = countsBytes(text);
    return Casts.call(ExprType.INT, (a, out) -> out.setNumber(count(a[0].bytes(), bytes)), text);
  }

  private static Expr letters(Args args, boolean upper) {
    Expr text = args.as(Kind.STRING, 0);
    if (countsBytes(text)) {
      return text;
    }
    return Casts.call(
        Args.stringOf(List.of(text)),
        (a, out) -> LetterCase.convert(a[0].bytes(), upper, out.startBytes()),
        text);
  }

  private static Expr left(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    boolean bytes = countsBytes(text);
    return Casts.call(
        Args.stringOf(List.of(text)),
        (a, out) -> {
          int all = count(a[0].bytes(), bytes);
          cut(a[0].bytes(), 0, (int) Math.max(0, Math.min(a[1].number(), all)), bytes, out);
        },
        text,
        signed(args, 1));
  }

  private static Expr right(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    boolean bytes = countsBytes(text);
    return Casts.call(
        Args.stringOf(List.of(text)),
        (a, out) -> {
          int all = count(a[0].bytes(), bytes);
          int kept = (int) Math.max(0, Math.min(a[1].number(), all));
          cut(a[0].bytes(), all - kept, all, bytes, out);
        },
        text,
        signed(args, 1));
  }

  /** Compiles a position or a count; an unsigned one could be beyond what is computed with. */
  private static Expr signed(Args args, int index) {
    Expr e = args.as(Kind.INT, index);
    if (e.type().unsigned()) {
      throw args.unsupported("with an unsigned argument " + (index + 1));
    }
    return e;
  }

  private static Expr substring(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    boolean bytes = countsBytes(text);
    ExprType type = Args.stringOf(List.of(text));
    if (args.size() == 2) {
      return Casts.call(
          type,
          (a, out) -> {
            int all = count(a[0].bytes(), bytes);
            cut(a[0].bytes(), start(a[1].number(), all), all, bytes, out);
          },
          text,
          signed(args, 1));
    }
    return Casts.call(
        type,
        (a, out) -> {
          int all = count(a[0].bytes(), bytes);
          int from = start(a[1].number(), all);
          long kept = Math.max(0, Math.min(a[2].number(), all - from));
          cut(a[0].bytes(), from, from + (int) kept, bytes, out);
        },
        text,
        signed(args, 1),
        signed(args, 2));
  }

  /** Returns a position counted from 0, of one from 1 or from the end; the length if outside. */
  private static int start(long position, int length) {
    long start = position < 0 ? position + length : position - 1;
    return start < 0 || start > length ? length : (int) start;
  }

  private static Expr reverse(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    boolean inBytes = countsBytes(text);
    return Casts.call(
        Args.stringOf(List.of(text)),
        (a, out) -> {
          Bytes source = a[0].bytes();
          Bytes reversed = out.startBytes().fill(0, source.length());
          int to = source.length();
          for (int at = 0; at < source.length(); ) {
            int size = inBytes ? 1 : Utf8.runeLength(source.array(), at, source.length());
            to -= size;
            System.arraycopy(source.array(), at, reversed.array(), to, size);
            at += size;
          }
        },
        text);
  }

  private static Expr repeat(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    return Casts.call(
        Args.stringOf(List.of(text)),
        (a, out) -> {
          Bytes source = a[0].bytes();
          long times = Math.max(0, Math.min(a[1].number(), Integer.MAX_VALUE));
          length(times * source.length());
          Bytes repeated = out.startBytes();
          for (long i = 0; i < times && source.length() > 0; i++) {
            repeated.put(source.array(), 0, source.length());
          }
        },
        text,
        signed(args, 1));
  }

  private static Expr pad(Args args, boolean before) {
    Expr text = args.as(Kind.STRING, 0);
    Expr padding = args.as(Kind.STRING, 2);
    boolean bytes = countsBytes(text) || countsBytes(padding);
    return Casts.call(
        Args.stringOf(List.of(text, padding)),
        (a, out) -> {
          int all = count(a[0].bytes(), bytes);
          if (a[1].number() < 0) {
            out.setNull();
          } else if (a[1].number() <= all) {
            cut(a[0].bytes(), 0, (int) a[1].number(), bytes, out);
          } else {
            pad(a[0].bytes(), a[2].bytes(), length(a[1].number()) - all, before, bytes, out);
          }
        },
        text,
        signed(args, 1),
        padding);
  }

  private static void pad(
      Bytes text, Bytes padding, int missing, boolean before, boolean inBytes, Value out) {
    int unit = count(padding, inBytes);
    if (unit == 0) {
      throw new BadValueException("an expression pads a string with an empty one");
    }
    Bytes padded = out.startBytes();
    if (!before) {
      padded.put(text.array(), 0, text.length());
    }
    for (int left = missing; left > 0; left -= unit) {
      int end = offset(padding, Math.min(left, unit), inBytes);
      padded.put(padding.array(), 0, end);
    }
    if (before) {
      padded.put(text.array(), 0, text.length());
    }
  }

  private static Expr elt(Args args) {
    Expr index = signed(args, 0);
    Expr[] options =
        args.from(1).stream().map(each -> args.casts().toText(each)).toArray(Expr[]::new);
    return new Expr(Args.stringOf(Arrays.asList(options))) {
      @Override
      Value eval() {
        Value number = index.eval();
        if (number.isNull() || number.number() < 1 || number.number() > options.length) {
          out.setNull();
          return out;
        }
        return options[(int) number.number() - 1].eval();
      }
    };
  }
}
