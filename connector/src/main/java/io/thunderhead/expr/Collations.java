package io.thunderhead.expr;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.Collation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Which collation strings are compared by, or are mixed into. */
final class Collations {
  private static final Set<String> UNICODE = Set.of("utf8mb4", "utf8");

  private Collations() {}

  /**
   * Returns the type of a string that is made of others: that of the lowest coercibility.
   *
   * @throws UnsupportedExpressionException when none wins or a character set must be converted
   */
  static ExprType merge(List<ExprType> types) {
    ExprType best = null;
    boolean ascii = true;
    for (ExprType type : types) {
      if (type.kind() == Kind.NULL) {
        continue;
      }
      ascii &= type.ascii();
      best = best == null ? type : stronger(best, type);
    }
    if (best == null || best.coercibility() >= ExprType.NUMERIC) {
      return ExprType.text(ascii);
    }
    for (ExprType type : types) {
      requireConvertible(type, best);
    }
    return ExprType.string(best.charset(), best.collate(), best.coercibility(), ascii);
  }

  private static ExprType stronger(ExprType a, ExprType b) {
    if (a.coercibility() != b.coercibility()) {
      return a.coercibility() < b.coercibility() ? a : b;
    }
    if (a.collate().equals(b.collate()) || a.coercibility() >= ExprType.NUMERIC) {
      return a;
    } else if (a.isBinary() || b.isBinary()) {
      return a.isBinary() ? a : b;
    }
    throw Env.unsupported("a mix of the collations " + a.collate() + " and " + b.collate());
  }

  private static void requireConvertible(ExprType type, ExprType target) {
    boolean same = type.charset().equals(target.charset());
    boolean widens = type.charset().equals("utf8") && target.charset().equals("utf8mb4");
    if (!same && !widens && !type.ascii() && type.kind() != Kind.NULL) {
      throw Env.unsupported(
          "a mix of the character sets " + type.charset() + " and " + target.charset());
    }
  }

  /** Compares strings by a collation. */
  static final class Order {
    private final Collation collation;
    private final Bytes left = new Bytes(64);
    private final Bytes right = new Bytes(64);

    Order(ExprType type, Env env) {
      if (Collation.find(type.collate()).isEmpty()) {
        throw Env.unsupported("the collation " + type.collate());
      }
      collation = Collation.effective(type.collate(), env.rules().newCollation());
    }

    int compare(Value a, Value b) {
      collation.sortKey(a.bytes().array(), a.bytes().length(), left.clear());
      collation.sortKey(b.bytes().array(), b.bytes().length(), right.clear());
      return Arrays.compareUnsigned(
          left.array(), 0, left.length(), right.array(), 0, right.length());
    }
  }

  static boolean isUnicode(ExprType type) {
    return UNICODE.contains(type.charset());
  }
}
