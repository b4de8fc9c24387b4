package io.thunderhead.ddl;

import io.thunderhead.ddl.TableOption.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the options of tables and databases. */
final class OptionParser {
  private static final Map<String, Kind> NUMBERS =
      Map.of(
          "AUTO_INCREMENT", Kind.AUTO_INCREMENT,
          "AUTO_ID_CACHE", Kind.AUTO_ID_CACHE,
          "AUTO_RANDOM_BASE", Kind.AUTO_RANDOM_BASE,
          "SHARD_ROW_ID_BITS", Kind.SHARD_ROW_ID_BITS,
          "PRE_SPLIT_REGIONS", Kind.PRE_SPLIT_REGIONS);

  private static final Map<String, Kind> TEXTS =
      Map.of(
          "COMMENT", Kind.COMMENT,
          "COMPRESSION", Kind.COMPRESSION,
          "TTL_JOB_INTERVAL", Kind.TTL_JOB_INTERVAL);

  /** TiDB reads these for MySQL's sake and stores nothing of them. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "ENGINE",
          "ROW_FORMAT",
          "AVG_ROW_LENGTH",
          "CHECKSUM",
          "TABLE_CHECKSUM",
          "CONNECTION",
          "DELAY_KEY_WRITE",
          "INSERT_METHOD",
          "KEY_BLOCK_SIZE",
          "MAX_ROWS",
          "MIN_ROWS",
          "PACK_KEYS",
          "PASSWORD",
          "ENCRYPTION",
          "STATS_PERSISTENT",
          "STATS_SAMPLE_PAGES",
          "SECONDARY_ENGINE",
          "NODEGROUP");

  private final TokenReader in;
  private final ExprParser expressions;

  OptionParser(TokenReader in, ExprParser expressions) {
    this.in = in;
    this.expressions = expressions;
  }

  /** All options that follow, with commas between them or not. */
  List<TableOption> options() {
    List<TableOption> options = new ArrayList<>();
    TableOption option = option();
    while (option != null) {
      options.add(option);
      if (in.atSymbol(",")) {
        if (!startsOption(in.peek(1))) {
          break;
        }
        in.next();
      }
      option = option();
    }
    return List.copyOf(options);
  }

  boolean atOption() {
    return startsOption(in.peek());
  }

  private static boolean startsOption(Token token) {
    if (token.kind() != Token.Kind.WORD) {
      return false;
    }
    String word = token.text().toUpperCase(Locale.ROOT);
    return NUMBERS.containsKey(word)
        || TEXTS.containsKey(word)
        || WITHOUT_EFFECT.contains(word)
        || Set.of("DEFAULT", "CHARSET", "CHARACTER", "COLLATE", "FORCE", "TTL", "TTL_ENABLE")
            .contains(word);
  }

  private TableOption option() {
    Token token = in.peek();
    if (token.kind() != Token.Kind.WORD) {
      return null;
    }
    if (in.at("FORCE")
        && (in.peek(1).isWord("AUTO_INCREMENT") || in.peek(1).isWord("AUTO_RANDOM_BASE"))) {
      in.next();
      String forced = in.next().text().toUpperCase(Locale.ROOT);
      in.acceptSymbol("=");
      long number = in.unsignedInteger(forced);
      return new TableOption(NUMBERS.get(forced), number, TableOption.FORCED, null, 0, token.at());
    }
    String word = token.text().toUpperCase(Locale.ROOT);
    if (NUMBERS.containsKey(word)) {
      in.next();
      in.acceptSymbol("=");
      return TableOption.of(NUMBERS.get(word), in.unsignedInteger(word), token.at());
    } else if (TEXTS.containsKey(word)) {
      in.next();
      in.acceptSymbol("=");
      return TableOption.of(TEXTS.get(word), in.string(word), token.at());
    } else if (WITHOUT_EFFECT.contains(word)) {
      in.next();
      in.acceptSymbol("=");
      in.next();
      return TableOption.of(Kind.WITHOUT_EFFECT, word, token.at());
    } else if (in.accept("TTL_ENABLE")) {
      in.acceptSymbol("=");
      return TableOption.of(Kind.TTL_ENABLE, onOff() ? 1 : 0, token.at());
    } else if (in.accept("TTL")) {
      in.acceptSymbol("=");
      return ttl(token.at());
    }
    return charsetOption(token);
  }

  private boolean onOff() {
    Position at = in.here();
    String value = in.string("'ON' or 'OFF'");
    if (!value.equalsIgnoreCase("ON") && !value.equalsIgnoreCase("OFF")) {
      throw at.error("'" + value + "'", "expected 'ON' or 'OFF'");
    }
    return value.equalsIgnoreCase("ON");
  }

  private TableOption ttl(Position at) {
    String column = in.identifier("a column name");
    in.expectSymbol("+");
    in.expect("INTERVAL");
    Expr count = expressions.expression();
    Token unit = in.next();
    int number = FunctionParser.TIME_UNITS.indexOf(unit.text().toUpperCase(Locale.ROOT)) + 1;
    if (number == 0) {
      throw unit.at().error("unexpected " + unit.described(), "expected a time unit such as DAY");
    }
    return new TableOption(Kind.TTL, 0, column, count, number, at);
  }

  private TableOption charsetOption(Token token) {
    boolean isDefault = in.accept("DEFAULT");
    if (in.accept("CHARACTER", "SET") || in.accept("CHARSET")) {
      in.acceptSymbol("=");
      Position at = in.here();
      String charset = Charsets.charset(in.charsetName("character set"), at);
      return TableOption.of(Kind.CHARSET, charset, token.at());
    } else if (in.accept("COLLATE")) {
      in.acceptSymbol("=");
      Position at = in.here();
      String collation = Charsets.collation(in.charsetName("collation"), at);
      return TableOption.of(Kind.COLLATE, collation, token.at());
    } else if (isDefault) {
      throw in.unexpected("CHARSET or COLLATE");
    }
    return null;
  }

  /** CHARACTER SET and COLLATE behind CONVERT TO. */
  Statement.DatabaseOptions charsetAndCollation() {
    String charset = null;
    String collate = null;
    while (in.atAny("CHARACTER", "CHARSET", "COLLATE")) {
      TableOption option = charsetOption(in.peek());
      if (option.kind() == Kind.CHARSET) {
        charset = option.text();
      } else {
        collate = option.text();
      }
    }
    return new Statement.DatabaseOptions(charset, collate);
  }

  Statement.DatabaseOptions databaseOptions() {
    String charset = null;
    String collate = null;
    while (!in.atStatementEnd()) {
      if (in.accept("ENCRYPTION") || in.accept("DEFAULT", "ENCRYPTION")) {
        in.acceptSymbol("=");
        in.string("'N'");
        continue;
      }
      Token token = in.peek();
      TableOption option = charsetOption(token);
      if (option == null) {
        throw in.notTaken("database option " + token.described(), "CHARSET and COLLATE are");
      } else if (option.kind() == Kind.CHARSET) {
        charset = option.text();
      } else {
        collate = option.text();
      }
    }
    return new Statement.DatabaseOptions(charset, collate);
  }
}
