package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Functions that look for strings in strings. */
final class TextSearchFunctions {
  private TextSearchFunctions() {}

  static void addTo(Functions functions) {
    functions.add("like", 3, 3, TextSearchFunctions::like);
    functions.add("instr", 2, 2, args -> locate(args, 0, 1));
    functions.add("locate", 2, 2, args -> locate(args, 1, 0));
    functions.add("replace", 3, 3, TextSearchFunctions::replace);
    functions.add("substring_index", 3, 3, TextSearchFunctions::substringIndex);
    functions.add("trim", 1, 3, TextSearchFunctions::trim);
    functions.add("ltrim", 1, 1, args -> trim(args, " ", true, false));
    functions.add("rtrim", 1, 1, args -> trim(args, " ", false, true));
    functions.add("strcmp", 2, 2, TextSearchFunctions::strcmp);
    functions.add("field", 2, Functions.ANY, TextSearchFunctions::field);
    functions.add(
        "ascii",
        1,
        Kind.STRING,
        ExprType.INT,
        (a, out) -> out.setNumber(a[0].bytes().length() == 0 ? 0 : a[0].bytes().array()[0] & 0xff));
    functions.add("ord", 1, 1, TextSearchFunctions::ord);
  }

  /** Tells whether strings are looked for byte by byte under their collation. */
  private static ExprType exact(Args args, Expr... parts) {
    ExprType type = Args.stringOf(Arrays.asList(parts));
    boolean exact = type.collate().endsWith("_bin") || type.isBinary();
    if (!exact || type.charset().startsWith("gb")) {
      throw args.unsupported("under the collation " + type.collate());
    }
    return type;
  }

  private static Expr like(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    Expr pattern = args.as(Kind.STRING, 1);
    ExprType type = exact(args, text, pattern);
    byte[] escape = args.literalText(2).getBytes(StandardCharsets.UTF_8);
    if (escape.length != 1) {
      throw args.unsupported("with an ESCAPE that is not one ASCII character");
    }
    boolean bytes = type.isBinary();
    return Casts.call(
        ExprType.TRUTH,
        (a, out) -> out.setTruth(matches(a[0].bytes(), 0, a[1].bytes(), 0, escape[0], bytes)),
        text,
        pattern);
  }

  private static boolean matches(
      Bytes text, int textAt, Bytes pattern, int patternAt, byte escape, boolean inBytes) {
    int at = textAt;
    int p = patternAt;
    while (p < pattern.length()) {
      byte c = pattern.array()[p];
      if (c == '%') {
        while (p < pattern.length() && pattern.array()[p] == '%') {
          p++;
        }
        for (int from = at; from <= text.length(); from++) {
          if (matches(text, from, pattern, p, escape, inBytes)) {
            return true;
          }
        }
        return false;
      }
      if (at >= text.length()) {
        return false;
      }
      if (c == '_') {
        at += inBytes ? 1 : Utf8.runeLength(text.array(), at, text.length());
        p++;
        continue;
      }
      if (c == escape && p + 1 < pattern.length()) {
        p++;
      }
      if (pattern.array()[p] != text.array()[at]) {
        return false;
      }
      p++;
      at++;
    }
    return at == text.length();
  }

  private static Expr locate(Args args, int textIndex, int partIndex) {
    Expr text = args.as(Kind.STRING, textIndex);
    Expr part = args.as(Kind.STRING, partIndex);
    boolean bytes = exact(args, text, part).isBinary();
    return Casts.call(
        ExprType.INT,
        (a, out) -> {
          int found = find(a[0].bytes(), 0, a[1].bytes());
          int characters = 0;
          for (int at = 0; at < found && !bytes; characters++) {
            at += Utf8.runeLength(a[0].bytes().array(), at, a[0].bytes().length());
          }
          out.setNumber(found < 0 ? 0 : (bytes ? found : characters) + 1);
        },
        text,
        part);
  }

  /** Returns where a part of a text begins, at {@code from} at the earliest; -1 if nowhere. */
  private static int find(Bytes text, int from, Bytes part) {
    for (int at = from; at + part.length() <= text.length(); at++) {
      if (startsWith(text, at, part)) {
        return at;
      }
    }
    return -1;
  }

  private static boolean startsWith(Bytes text, int at, Bytes part) {
    int end = at + part.length();
    return end <= text.length()
        && Arrays.equals(text.array(), at, end, part.array(), 0, part.length());
  }

  private static Expr replace(Args args) {
    Expr[] parts = args.allAs(Kind.STRING);
    return Casts.call(
        exact(args, parts),
        (a, out) -> {
          Bytes text = a[0].bytes();
          Bytes old = a[1].bytes();
          if (old.length() == 0) {
            out.setBytes(text);
            return;
          }
          Bytes replaced = out.startBytes();
          int at = 0;
          for (int found = find(text, 0, old); found >= 0; found = find(text, at, old)) {
            replaced.put(text.array(), at, found - at);
            replaced.put(a[2].bytes().array(), 0, a[2].bytes().length());
            at = found + old.length();
          }
          replaced.put(text.array(), at, text.length() - at);
        },
        parts);
  }

  private static Expr substringIndex(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    Expr delimiter = args.as(Kind.STRING, 1);
    Expr count = args.as(Kind.INT, 2);
    exact(args, text, delimiter);
    return Casts.call(
        Args.stringOf(List.of(text)),
        (a, out) -> {
          Bytes source = a[0].bytes();
          Bytes part = a[1].bytes();
          long pieces = a[2].number();
          Bytes result = out.startBytes();
          if (part.length() == 0 || pieces == 0) {
            return;
          }
          int total = 0;
          for (int at = find(source, 0, part);
              at >= 0;
              at = find(source, at + part.length(), part)) {
            total++;
          }
          long skipped = pieces < 0 ? total + 1 + pieces : pieces;
          if (skipped <= 0 || skipped > total) {
            result.put(source.array(), 0, source.length());
            return;
          }
          int at = find(source, 0, part);
          for (long i = 1; i < skipped; i++) {
            at = find(source, at + part.length(), part);
          }
          if (pieces > 0) {
            result.put(source.array(), 0, at);
          } else {
            int from = at + part.length();
            result.put(source.array(), from, source.length() - from);
          }
        },
        text,
        delimiter,
        count);
  }

  private static Expr trim(Args args) {
    if (args.size() == 1) {
      return trim(args, " ", true, true);
    }
    String side = args.word(2);
    return trim(args, args.literalText(1), !side.equals("trailing"), !side.equals("leading"));
  }

  private static Expr trim(Args args, String what, boolean start, boolean end) {
    Expr text = args.as(Kind.STRING, 0);
    Bytes part = new Bytes(what.length());
    Utf8.append(part, what);
    if (part.length() > 1) {
      exact(args, text);
    }
    return Casts.call(
        Args.stringOf(List.of(text)),
        (a, out) -> {
          Bytes source = a[0].bytes();
          int from = 0;
          int to = source.length();
          while (start && part.length() > 0 && startsWith(source, from, part)) {
            from += part.length();
          }
          while (end
              && part.length() > 0
              && to - part.length() >= from
              && startsWith(source, to - part.length(), part)) {
            to -= part.length();
          }
          out.startBytes().put(source.array(), from, to - from);
        },
        text);
  }

  private static Expr strcmp(Args args) {
    Expr a = args.as(Kind.STRING, 0);
    Expr b = args.as(Kind.STRING, 1);
    Collations.Order order = new Collations.Order(Args.stringOf(List.of(a, b)), args.env());
    return Casts.call(
        ExprType.INT, (v, out) -> out.setNumber(Integer.signum(order.compare(v[0], v[1]))), a, b);
  }

  /** The position of the first argument among the others, 0 if it is NULL or none of them. */
  private static Expr field(Args args) {
    List<Expr> all = args.all();
    boolean text = all.stream().allMatch(each -> each.type().kind() == Kind.STRING);
    boolean integers = all.stream().allMatch(each -> each.type().kind() == Kind.INT);
    Kind kind = text ? Kind.STRING : integers ? Kind.INT : Kind.REAL;
    Expr[] parts = all.stream().map(each -> args.casts().to(kind, each)).toArray(Expr[]::new);
    Comparison.Order order =
        text
            ? new Collations.Order(Args.stringOf(all), args.env())::compare
            : Comparison.order(kind, false, false);
    return new Expr(ExprType.INT) {
      @Override
      Value eval() {
        Value wanted = parts[0].eval();
        out.setNumber(0);
        for (int i = 1; i < parts.length && !wanted.isNull(); i++) {
          Value each = parts[i].eval();
          if (!each.isNull() && order.compare(wanted, each) == 0) {
            out.setNumber(i);
            break;
          }
        }
        return out;
      }
    };
  }

  private static Expr ord(Args args) {
    Expr text = args.as(Kind.STRING, 0);
    boolean bytes = text.type().isBinary();
    if (!bytes && !Collations.isUnicode(text.type())) {
      throw args.unsupported("of the character set " + text.type().charset());
    }
    return Casts.call(
        ExprType.INT,
        (a, out) -> {
          Bytes source = a[0].bytes();
          int size =
              source.length() == 0
                  ? 0
                  : bytes ? 1 : Utf8.runeLength(source.array(), 0, source.length());
          long number = 0;
          for (int i = 0; i < size; i++) {
            number = number << 8 | (source.array()[i] & 0xff);
          }
          out.setNumber(number);
        },
        text);
  }
}
