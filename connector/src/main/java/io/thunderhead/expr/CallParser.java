package io.thunderhead.expr;

import java.util.ArrayList;
import java.util.List;

/** Parses what stands in the parentheses of functions, some of which have words of their own. */
final class CallParser {
  private final ExprParser parser;

  CallParser(ExprParser parser) {
    this.parser = parser;
  }

  /** Parses a call behind its opening parenthesis. */
  Node call(String name) {
    return switch (name) {
      case "cast" -> cast();
      case "convert" -> convert();
      case "trim" -> trim();
      case "extract" -> extract();
      case "position" -> position();
      default -> plain(name);
    };
  }

  private Node plain(String name) {
    if (parser.takesInterval(name)) {
      return interval(name);
    } else if (parser.takesUnitFirst(name)) {
      Node unit = new Node.Word(parser.word());
      parser.expect(",");
      List<Node> args = new ArrayList<>(List.of(unit));
      args.addAll(parser.arguments());
      return new Node.Call(name, args);
    }
    return new Node.Call(name, parser.arguments());
  }

  private Node cast() {
    Node operand = parser.argument();
    parser.expectWord("as");
    return castType(operand);
  }

  private Node convert() {
    Node operand = parser.argument();
    if (parser.takeWord("using")) {
      String charset = parser.next().text();
      parser.expect(")");
      return new Node.Call("convert using", operand, new Node.Word(charset));
    }
    parser.expect(",");
    return castType(operand);
  }

  private Node castType(Node operand) {
    String type = parser.word();
    int length = -1;
    int scale = -1;
    if (parser.take("(")) {
      length = Integer.parseInt(parser.next().text());
      if (parser.take(",")) {
        scale = Integer.parseInt(parser.next().text());
      }
      parser.expect(")");
    }
    parser.takeWord("integer");
    parser.takeWord("int");
    String charset = "";
    if (parser.takeWord("charset") || parser.peek().isWord("character")) {
      if (parser.takeWord("character")) {
        parser.expectWord("set");
      }
      charset = parser.next().text();
    }
    boolean array = parser.takeWord("array");
    parser.expect(")");
    return new Node.Cast(operand, type, length, scale, charset, array);
  }

  private Node trim() {
    String side = "both";
    for (String each : List.of("both", "leading", "trailing")) {
      if (parser.takeWord(each)) {
        side = each;
      }
    }
    Node what = new Node.Text(" ", "");
    if (!parser.takeWord("from")) {
      what = parser.argument();
      if (parser.take(")")) {
        return new Node.Call("trim", what, new Node.Text(" ", ""), new Node.Word(side));
      }
      parser.expectWord("from");
    }
    Node text = parser.argument();
    parser.expect(")");
    return new Node.Call("trim", text, what, new Node.Word(side));
  }

  private Node extract() {
    Node unit = new Node.Word(parser.word());
    parser.expectWord("from");
    Node from = parser.argument();
    parser.expect(")");
    return new Node.Call("extract", unit, from);
  }

  private Node position() {
    Node part = parser.operand();
    parser.expectWord("in");
    Node text = parser.argument();
    parser.expect(")");
    return new Node.Call("locate", part, text);
  }

  private Node interval(String name) {
    Node date = parser.argument();
    parser.expect(",");
    Node.Word unit = new Node.Word("day");
    Node amount;
    if (parser.takeWord("interval")) {
      amount = parser.argument();
      unit = new Node.Word(parser.word());
    } else {
      amount = parser.argument();
    }
    parser.expect(")");
    boolean minus = name.endsWith("sub") || name.startsWith("sub");
    return new Node.Call(minus ? "date_sub" : "date_add", date, amount, unit);
  }
}
