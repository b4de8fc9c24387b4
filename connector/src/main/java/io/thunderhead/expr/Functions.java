package io.thunderhead.expr;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The functions and operators that are computed, by name. */
final class Functions {
  /** Makes the expression of a call. */
  @FunctionalInterface
  interface Binder {
    Expr bind(Args args);
  }

  static final int ANY = Integer.MAX_VALUE;

  private record Entry(int least, int most, Binder binder) {}

  private static final Map<String, Entry> ALL = new HashMap<>();

  static {
    Functions functions = new Functions();
    OperatorFunctions.addTo(functions);
    ControlFunctions.addTo(functions);
    MathFunctions.addTo(functions);
    StringFunctions.addTo(functions);
    TextSearchFunctions.addTo(functions);
    DigestFunctions.addTo(functions);
    DateFunctions.addTo(functions);
    DateArithmeticFunctions.addTo(functions);
    SessionFunctions.addTo(functions);
    JsonFunctions.addTo(functions);
  }

  /** Operators whose name is a word, and what the grammar has a form of its own for. */
  private static final Set<String> WORDS =
      Set.of("and", "or", "xor", "not", "in", "between", "like", "case", "negate", "div");

  private Functions() {}

  /** Adds a function of so many arguments. */
  Functions add(String name, int least, int most, Binder binder) {
    if (ALL.put(name, new Entry(least, most, binder)) != null) {
      throw new IllegalStateException("function " + name + " is there twice");
    }
    return this;
  }

  /** Adds another name of a function. */
  Functions alias(String alias, String name) {
    ALL.put(alias, ALL.get(name));
    return this;
  }

  /** Adds a function that is NULL when an argument is, all of which are of one kind. */
  Functions add(String name, int count, Kind kind, ExprType type, Expr.Body body) {
    return add(name, count, count, args -> Casts.call(type, body, args.allAs(kind)));
  }

  /** Returns the names of all that is written as a name and arguments, sorted. */
  static SortedSet<String> names() {
    SortedSet<String> names = new TreeSet<>(ALL.keySet());
    names.removeIf(name -> !name.matches("[a-z]\\w*") || WORDS.contains(name));
    return names;
  }

  static boolean has(String name) {
    return ALL.containsKey(name);
  }

  /**
   * Makes the expression of a call.
   *
   * @throws UnsupportedExpressionException when the function is not there or not for these types
   */
  static Expr bind(Args args) {
    Entry entry = ALL.get(args.function());
    if (entry == null) {
      throw new UnsupportedExpressionException("function " + args.function());
    }
    if (args.size() < entry.least || args.size() > entry.most) {
      throw args.unsupported("with " + args.size() + " arguments");
    }
    return entry.binder.bind(args);
  }
}
