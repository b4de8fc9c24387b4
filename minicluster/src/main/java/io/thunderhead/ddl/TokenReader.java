package io.thunderhead.ddl;

import io.thunderhead.ddl.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A cursor over tokens with the steps that every part of the grammar takes. */
public final class TokenReader {
  /** Keywords that TiDB takes as an identifier only in backquotes. */
  private static final Set<String> RESERVED =
      Set.of(
          ("add all alter analyze and as asc between bigint binary blob both by call cascade case"
                  + " change char character check collate column constraint continue convert create"
                  + " cross current_date current_role current_time current_timestamp current_user"
                  + " cursor database databases day_hour day_microsecond day_minute day_second"
                  + " decimal default delayed delete dense_rank desc describe distinct distinctrow"
                  + " div double drop dual else elseif enclosed escaped except exists exit explain"
                  + " false fetch first_value float float4 float8 for force foreign from fulltext"
                  + " generated grant group groups having high_priority hour_microsecond"
                  + " hour_minute hour_second if ignore ilike in index infile inner inout insert"
                  + " int int1 int2 int3 int4 int8 integer intersect interval into is iterate join"
                  + " key keys kill lag last_value lead leading leave left like limit linear lines"
                  + " load localtime localtimestamp lock long longblob longtext low_priority match"
                  + " maxvalue mediumblob mediumint mediumtext middleint minute_microsecond"
                  + " minute_second mod natural no_write_to_binlog not nth_value ntile null numeric"
                  + " of on optimize option optionally or order out outer outfile over partition"
                  + " percent_rank precision primary procedure range rank read real recursive"
                  + " references regexp release rename repeat replace require restrict revoke right"
                  + " rlike row row_number rows second_microsecond select set show smallint spatial"
                  + " sql sql_big_result sql_calc_found_rows sql_small_result sqlexception sqlstate"
                  + " sqlwarning ssl starting stats_extended stored straight_join table tablesample"
                  + " terminated then tidb_currenttso tinyblob tinyint tinytext to trailing trigger"
                  + " true union unique unlock unsigned until update usage use using utc_date"
                  + " utc_time utc_timestamp values varbinary varchar varcharacter varying virtual"
                  + " when where while window with write xor year_month zerofill")
              .split(" "));

  private final List<Token> tokens;
  private int index;

  public TokenReader(List<Token> tokens) {
    this.tokens = tokens;
  }

  public Token peek() {
    return tokens.get(index);
  }

  /** The token after next tokens; the last one when there are fewer. */
  public Token peek(int ahead) {
    return tokens.get(Math.min(index + ahead, tokens.size() - 1));
  }

  public Token next() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      index++;
    }
    return token;
  }

  public Position here() {
    return peek().at();
  }

  public boolean atEnd() {
    return peek().kind() == Kind.END;
  }

  public boolean atStatementEnd() {
    return atEnd() || peek().isSymbol(";");
  }

  public boolean at(String word) {
    return peek().isWord(word);
  }

  public boolean atAny(String... words) {
    for (String word : words) {
      if (at(word)) {
        return true;
      }
    }
    return false;
  }

  public boolean atSymbol(String symbol) {
    return peek().isSymbol(symbol);
  }

  /** Takes the words when all of them come next in this order. */
  public boolean accept(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).isWord(words[i])) {
        return false;
      }
    }
    index += words.length;
    return true;
  }

  public boolean acceptSymbol(String symbol) {
    if (atSymbol(symbol)) {
      index++;
      return true;
    }
    return false;
  }

  public void expect(String word) {
    if (!accept(word)) {
      throw unexpected(word);
    }
  }

  public void expectSymbol(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw unexpected("'" + symbol + "'");
    }
  }

  /** What stands here is not what the grammar wants. */
  public DdlException unexpected(String expected) {
    return here()
        .error(DdlException.SYNTAX, "unexpected " + peek().described(), "expected " + expected);
  }

  /** What stands here is known and not taken. */
  DdlException notTaken(String what, String remedy) {
    return here().error(what + " is not taken", remedy);
  }

  public boolean atIdentifier() {
    Token token = peek();
    return token.kind() == Kind.QUOTED_NAME
        || (token.kind() == Kind.WORD && !RESERVED.contains(token.text().toLowerCase(Locale.ROOT)));
  }

  public String identifier(String what) {
    Token token = peek();
    if (!atIdentifier()) {
      throw unexpected(
          token.kind() == Kind.WORD ? what + " (a reserved word needs backquotes)" : what);
    }
    if (token.text().isEmpty()) {
      throw here().error(what + " is empty", "give it a name");
    }
    index++;
    return token.text();
  }

  /** An identifier behind a dot may be a reserved word. */
  public String memberIdentifier(String what) {
    Token token = peek();
    if (token.kind() == Kind.WORD) {
      index++;
      return token.text();
    }
    return identifier(what);
  }

  public String string(String what) {
    if (peek().kind() != Kind.STRING) {
      throw unexpected(what + " in quotes");
    }
    return next().text();
  }

  public long unsignedInteger(String what) {
    if (peek().kind() != Kind.INTEGER) {
      throw unexpected(what + ", a whole number");
    }
    Token token = next();
    try {
      return Long.parseUnsignedLong(token.text());
    } catch (NumberFormatException tooBig) {
      throw token.at().error(what + " " + token.text() + " is too big", "it has 64 bits");
    }
  }

  int smallInteger(String what, int min, int max) {
    Position start = here();
    long value = unsignedInteger(what);
    if (value < min || value > max) {
      throw start.error(
          what + " " + Long.toUnsignedString(value), "expected " + min + " to " + max);
    }
    return (int) value;
  }

  /** A name of a character set or collation: a word, {@code binary} among them, or a string. */
  String charsetName(String what) {
    Token token = peek();
    if (token.kind() == Kind.WORD
        || token.kind() == Kind.STRING
        || token.kind() == Kind.QUOTED_NAME) {
      index++;
      return token.text().toLowerCase(Locale.ROOT);
    }
    throw unexpected(what);
  }
}
