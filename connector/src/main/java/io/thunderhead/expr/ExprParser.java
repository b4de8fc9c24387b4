package io.thunderhead.expr;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses expressions in MySQL's grammar, by precedence. */
final class ExprParser {
  /** Operators between two operands and how tightly they bind; a keyword is in lower case. */
  private static final Map<String, Integer> BINDING =
      Map.ofEntries(
          Map.entry("||", 1),
          Map.entry("or", 1),
          Map.entry("xor", 2),
          Map.entry("&&", 3),
          Map.entry("and", 3),
          Map.entry("=", 5),
          Map.entry("<=>", 5),
          Map.entry("<", 5),
          Map.entry("<=", 5),
          Map.entry(">", 5),
          Map.entry(">=", 5),
          Map.entry("<>", 5),
          Map.entry("!=", 5),
          Map.entry("|", 6),
          Map.entry("&", 7),
          Map.entry("<<", 8),
          Map.entry(">>", 8),
          Map.entry("+", 9),
          Map.entry("-", 9),
          Map.entry("*", 10),
          Map.entry("/", 10),
          Map.entry("div", 10),
          Map.entry("%", 10),
          Map.entry("mod", 10),
          Map.entry("^", 11));

  private static final Map<String, String> SYNONYMS =
      Map.of("||", "or", "&&", "and", "!=", "<>", "mod", "%");

  private static final int NOT = 4;
  private static final int PREDICATE = 5;
  private static final int OPERAND = 6;
  private static final int UNARY = 12;

  private static final Set<String> INTERVAL_FUNCTIONS =
      Set.of("date_add", "date_sub", "adddate", "subdate");
  private static final Set<String> UNIT_FIRST = Set.of("timestampdiff", "timestampadd");
  private static final Set<String> WITHOUT_PARENTHESES =
      Set.of("current_timestamp", "current_date", "current_time", "localtime", "localtimestamp");

  private final List<Token> tokens;
  private int at;

  private ExprParser(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * Parses a whole expression.
   *
   * @throws UnsupportedExpressionException when it has something that is not known
   */
  static Node parse(String text) {
    ExprParser parser = new ExprParser(Lexer.tokens(text));
    Node node = parser.expression(0);
    if (parser.peek().kind() != Token.Kind.END) {
      throw new UnsupportedExpressionException("'" + parser.peek().text() + "' in " + text);
    }
    return node;
  }

  private Node expression(int loosest) {
    Node left = prefix();
    while (true) {
      Token token = peek();
      boolean symbol = token.kind() == Token.Kind.OPERATOR || token.kind() == Token.Kind.WORD;
      Integer binding = symbol ? BINDING.get(token.text()) : null;
      if (binding != null && binding >= loosest) {
        at++;
        String name = SYNONYMS.getOrDefault(token.text(), token.text());
        left = new Node.Call(name, left, expression(binding + 1));
      } else if (PREDICATE >= loosest && isPredicate(token)) {
        left = predicate(left);
      } else {
        return left;
      }
    }
  }

  private boolean isPredicate(Token token) {
    return token.isWord("is")
        || token.isWord("between")
        || token.isWord("in")
        || token.isWord("like")
        || token.isWord("not");
  }

  private Node predicate(Node left) {
    if (takeWord("is")) {
      boolean not = takeWord("not");
      String what = word();
      String name =
          switch (what) {
            case "null", "true", "false" -> "is " + what;
            case "unknown" -> "is null";
            default -> throw new UnsupportedExpressionException("IS " + what);
          };
      return negatedIf(not, new Node.Call(name, left));
    }
    boolean not = takeWord("not");
    if (takeWord("between")) {
      Node low = expression(OPERAND);
      expectWord("and");
      return negatedIf(not, new Node.Call("between", left, low, expression(PREDICATE)));
    } else if (takeWord("in")) {
      List<Node> args = new ArrayList<>(List.of(left));
      expect("(");
      args.addAll(arguments());
      return negatedIf(not, new Node.Call("in", args));
    } else if (takeWord("like")) {
      Node pattern = expression(UNARY);
      Node escape = takeWord("escape") ? primary() : new Node.Text("\\", "");
      return negatedIf(not, new Node.Call("like", left, pattern, escape));
    }
    throw new UnsupportedExpressionException("the operator " + peek().text());
  }

  private static Node negatedIf(boolean not, Node node) {
    return not ? new Node.Call("not", node) : node;
  }

  private Node prefix() {
    if (takeWord("not")) {
      return new Node.Call("not", expression(NOT));
    } else if (take("!")) {
      return new Node.Call("not", expression(UNARY));
    } else if (take("-")) {
      return new Node.Call("negate", expression(UNARY));
    } else if (take("+")) {
      return expression(UNARY);
    } else if (take("~")) {
      return new Node.Call("~", expression(UNARY));
    } else if (takeWord("binary")) {
      return new Node.Cast(expression(UNARY), "binary", -1, -1, "", false);
    }
    return postfix(primary());
  }

  private Node postfix(Node first) {
    Node node = first;
    while (true) {
      if (takeWord("collate")) {
        node = new Node.Collate(node, next().text());
      } else if (take("->")) {
        node = new Node.Call("json_extract", node, primary());
      } else if (take("->>")) {
        node = new Node.Call("json_unquote", new Node.Call("json_extract", node, primary()));
      } else {
        return node;
      }
    }
  }

  private Node primary() {
    Token token = next();
    return switch (token.kind()) {
      case NUMBER -> new Node.Numeral(token.text());
      case TEXT -> new Node.Text(token.text(), "");
      case HEX ->
          new Node.Binary(
              HexFormat.of().parseHex((token.text().length() % 2 == 0 ? "" : "0") + token.text()));
      case BITS -> new Node.Binary(bits(token.text()));
      case NAME -> column(token.text());
      case WORD -> word(token.text());
      case OPERATOR, END -> parenthesized(token);
    };
  }

  private Node parenthesized(Token token) {
    if (!token.isOperator("(")) {
      throw new UnsupportedExpressionException("'" + token.text() + "'");
    }
    Node inner = expression(0);
    expect(")");
    return inner;
  }

  private static byte[] bits(String digits) {
    int length = (digits.length() + 7) / 8;
    byte[] bytes = new byte[length];
    for (int i = 0; i < digits.length(); i++) {
      int bit = digits.length() - 1 - i;
      if (digits.charAt(i) == '1') {
        bytes[length - 1 - bit / 8] |= (byte) (1 << bit % 8);
      }
    }
    return bytes;
  }

  private Node column(String first) {
    String name = first;
    while (take(".")) {
      name = next().text();
    }
    return new Node.Column(name);
  }

  private Node word(String word) {
    return switch (word) {
      case "null" -> new Node.Null();
      case "true", "false" -> new Node.Truth(word.equals("true"));
      case "case" -> cases();
      case "date", "time", "timestamp" ->
          peek().kind() == Token.Kind.TEXT
              ? new Node.Call(word + " literal", new Node.Text(next().text(), ""))
              : name(word);
      default -> name(word);
    };
  }

  /** Parses what a word begins that is no keyword: a call, text with an introducer, a column. */
  private Node name(String word) {
    if (word.startsWith("_") && peek().kind() == Token.Kind.TEXT) {
      return new Node.Text(next().text(), word.substring(1));
    }
    if (take("(")) {
      return new CallParser(this).call(word);
    }
    if (WITHOUT_PARENTHESES.contains(word)) {
      return new Node.Call(word);
    }
    return column(word);
  }

  private Node cases() {
    List<Node> args = new ArrayList<>();
    Node value = peek().isWord("when") ? null : expression(0);
    while (takeWord("when")) {
      Node condition = expression(0);
      args.add(value == null ? condition : new Node.Call("=", value, condition));
      expectWord("then");
      args.add(expression(0));
    }
    if (takeWord("else")) {
      args.add(expression(0));
    }
    expectWord("end");
    return new Node.Call("case", args);
  }

  /** Parses arguments up to and with the closing parenthesis. */
  List<Node> arguments() {
    List<Node> args = new ArrayList<>();
    if (take(")")) {
      return args;
    }
    do {
      args.add(expression(0));
    } while (take(","));
    expect(")");
    return args;
  }

  Node argument() {
    return expression(0);
  }

  /** Parses an argument that the word IN may follow. */
  Node operand() {
    return expression(OPERAND);
  }

  boolean takesInterval(String function) {
    return INTERVAL_FUNCTIONS.contains(function);
  }

  boolean takesUnitFirst(String function) {
    return UNIT_FIRST.contains(function);
  }

  Token peek() {
    return tokens.get(at);
  }

  Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  String word() {
    Token token = next();
    if (token.kind() != Token.Kind.WORD) {
      throw new UnsupportedExpressionException("'" + token.text() + "'");
    }
    return token.text();
  }

  boolean takeWord(String word) {
    boolean found = peek().isWord(word);
    at += found ? 1 : 0;
    return found;
  }

  boolean take(String operator) {
    boolean found = peek().isOperator(operator);
    at += found ? 1 : 0;
    return found;
  }

  void expect(String operator) {
    if (!take(operator)) {
      throw new UnsupportedExpressionException("'" + peek().text() + "' for " + operator);
    }
  }

  void expectWord(String word) {
    if (!takeWord(word)) {
      throw new UnsupportedExpressionException("'" + peek().text() + "' for " + word);
    }
  }
}
