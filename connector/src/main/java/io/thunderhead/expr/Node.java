package io.thunderhead.expr;

import java.util.List;

/** A parsed expression without types. */
sealed interface Node {
  /** NULL. */
  record Null() implements Node {}

  /** TRUE or FALSE. */
  record Truth(boolean value) implements Node {}

  /** Digits, with a point or an exponent or without. */
  record Numeral(String text) implements Node {}

  /** Text; {@code charset} is that of an introducer, or empty. */
  record Text(String value, String charset) implements Node {}

  /** A hexadecimal or binary literal. */
  record Binary(byte[] value) implements Node {}

  record Column(String name) implements Node {}

  /** A function or operator by its name in lower case. */
  record Call(String name, List<Node> args) implements Node {
    Call(String name, Node... args) {
      this(name, List.of(args));
    }

    @Override
    public List<Node> args() {
      return List.copyOf(args);
    }
  }

  /** A word that is an argument, such as the unit of an interval. */
  record Word(String text) implements Node {}

  /**
   * CAST or CONVERT to a type.
   *
   * @param type its first word in lower case
   * @param length the first number in parentheses, -1 when there is none
   * @param scale the second number, -1 when there is none
   */
  record Cast(Node operand, String type, int length, int scale, String charset, boolean array)
      implements Node {}

  record Collate(Node operand, String collation) implements Node {}
}
