package io.thunderhead.sqldump;

import io.thunderhead.codec.Bytes;
import io.thunderhead.type.InputColumns;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads column lists; the same list gives the same object, so that a change is cheap to notice. */
final class ColumnLists {
  private final SqlLexer lexer;
  private final Map<String, InputColumns> known = new HashMap<>();
  private final Bytes names = new Bytes(256);
  private final Bytes last = new Bytes(256);
  private InputColumns lastColumns;

  ColumnLists(SqlLexer lexer) {
    this.lexer = lexer;
  }

  /**
   * Reads the names up to the closing bracket; the opening one is the current token.
   *
   * @param statement where the statement begins, for messages
   */
  InputColumns read(long statement) throws IOException, SyntaxProblem {
    names.clear();
    Token token = lexer.next();
    while (token != Token.CLOSE) {
      switch (token) {
        case WORD -> names.put(lexer.bytes, lexer.from(), lexer.to() - lexer.from()).put(0);
        case QUOTE -> {
          if (lexer.bytes[lexer.from()] == '\'') {
            throw new SyntaxProblem("a string stands in the column list");
          }
          lexer.content(names);
          names.put(0);
        }
        case COMMA -> {}
        case END -> throw lexer.cutOff("a statement", statement);
        default -> throw new SyntaxProblem("the column list is no list of names");
      }
      token = lexer.next();
    }
    return sameAsLast() ? lastColumns : remember();
  }

  private boolean sameAsLast() {
    return lastColumns != null
        && Arrays.equals(names.array(), 0, names.length(), last.array(), 0, last.length());
  }

  private InputColumns remember() throws SyntaxProblem {
    String text = new String(names.array(), 0, names.length(), StandardCharsets.UTF_8);
    InputColumns columns = known.get(text);
    if (columns == null) {
      columns = InputColumns.of(names(text));
      known.put(text, columns);
    }
    last.clear().put(names.array(), 0, names.length());
    lastColumns = columns;
    return columns;
  }

  private static List<String> names(String text) throws SyntaxProblem {
    List<String> names = new ArrayList<>();
    for (int from = 0; from < text.length(); from = text.indexOf('\0', from) + 1) {
      String name = text.substring(from, text.indexOf('\0', from)).toLowerCase(Locale.ROOT);
      if (names.contains(name)) {
        throw new SyntaxProblem("the column list has '" + name + "' twice");
      }
      names.add(name);
    }
    return names;
  }
}
