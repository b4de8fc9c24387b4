package io.thunderhead.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.ddl.Token.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;

class LexerTest {
  private static List<String> texts(String sql) {
    return Lexer.tokens(sql).stream().map(Token::text).toList();
  }

  private static Token first(String sql) {
    return Lexer.tokens(sql).get(0);
  }

  @Test
  void unwrapsExecutableComments() {
    assertThat(texts("a /*!40101 SET b */ /*T! c */ /*T![clustered_index] d */ e"))
        .containsExactly("a", "SET", "b", "c", "d", "e", "");
    assertThat(texts("/*!CREATE*/")).containsExactly("CREATE", "");
  }

  @Test
  void skipsPlainComments() {
    assertThat(texts("a -- b\nc # d\n/* e ` */ f --\ng")).containsExactly("a", "c", "f", "g", "");
    assertThat(texts("1--2")).containsExactly("1", "-", "-", "2", "");
  }

  @Test
  void refusesUnknownFeature() {
    assertThatThrownBy(() -> Lexer.tokens("a\n /*T![time_travel] x */"))
        .isInstanceOf(DdlException.class)
        .hasMessageContaining("'time_travel'")
        .hasMessageContaining("line 2, column 6");
  }

  @Test
  void readsQuotesAndEscapes() {
    assertThat(first("'it''s \\n\\t\\0\\\\\\%'").text()).isEqualTo("it's \n\t\0\\\\%");
    assertThat(first("\"a'b\"")).isEqualTo(new Token(Kind.STRING, "a'b", new Position(1, 1)));
    assertThat(first("`a``b\\`"))
        .isEqualTo(new Token(Kind.QUOTED_NAME, "a`b\\", new Position(1, 1)));
  }

  @Test
  void readsNumbers() {
    assertThat(first("12").kind()).isEqualTo(Kind.INTEGER);
    assertThat(first("1.5").kind()).isEqualTo(Kind.DECIMAL);
    assertThat(first(".5").kind()).isEqualTo(Kind.DECIMAL);
    assertThat(first("1e-3").kind()).isEqualTo(Kind.FLOAT);
    assertThat(first("1e").kind()).isEqualTo(Kind.WORD);
    assertThat(first("2nd").kind()).isEqualTo(Kind.WORD);
  }

  @Test
  void readsBinaryLiterals() {
    assertThat(first("x'0aFF'")).isEqualTo(new Token(Kind.HEX, "0aFF", new Position(1, 1)));
    assertThat(first("0xabc").text()).isEqualTo("0abc");
    assertThat(first("b'101'").kind()).isEqualTo(Kind.BITS);
    assertThat(first("0b11").text()).isEqualTo("11");
    assertThatThrownBy(() -> Lexer.tokens("x'abc'")).isInstanceOf(DdlException.class);
    assertThatThrownBy(() -> Lexer.tokens("b'12'")).isInstanceOf(DdlException.class);
  }

  @Test
  void readsSymbolsLongestFirst() {
    assertThat(texts("a->>'$' <=> b:=1"))
        .containsExactly("a", "->>", "$", "<=>", "b", ":=", "1", "");
  }

  @Test
  void keepsDotBehindNameApartFromNumber() {
    assertThat(texts("a.1b")).containsExactly("a", ".", "1b", "");
  }

  @Test
  void readsVariables() {
    assertThat(texts("@a @@global.x @`b c`")).containsExactly("@a", "@@global.x", "@b c", "");
  }

  @Test
  void tellsWhereAQuoteWasOpened() {
    assertThatThrownBy(() -> Lexer.tokens("a\n  'b"))
        .isInstanceOfSatisfying(
            DdlException.class,
            e -> {
              assertThat(e.line()).isEqualTo(2);
              assertThat(e.column()).isEqualTo(3);
            });
    assertThatThrownBy(() -> Lexer.tokens("/* a")).isInstanceOf(DdlException.class);
    assertThatThrownBy(() -> Lexer.tokens("/*! a")).isInstanceOf(DdlException.class);
  }
}
