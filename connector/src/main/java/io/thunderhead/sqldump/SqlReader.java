package io.thunderhead.sqldump;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.RowReader;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.BadRowKind;
import io.thunderhead.type.InputColumns;
import java.io.IOException;
import java.util.Locale;

/**
 * Reads the rows of INSERT and REPLACE statements (kv-encoding 8.3).
 *
 * <p>The table's name in a statement is not looked at. Statements that bring no rows are passed
 * over; those that would change rows are bad rows. A row of broken syntax is one too, and reading
 * goes on behind it while quotes and brackets tell where that is.
 *
 * <p>More is read than Lightning reads: introducers ({@code _binary '…'} is one value), {@code
 * n'…'}, {@code #} comments, {@code PARTITION (…)}, {@code DELIMITER}, and clauses behind the rows.
 * Values must have one comma between them, so that an unescaped quote is noticed, which Lightning
 * reads as other values; and a file that ends behind a comma is an error, not a shorter file.
 */
public final class SqlReader implements RowReader {
  /** As little as that for samples, of which much of what is read at once is not used. */
  private static final int SAMPLE_WINDOW_BYTES = 1 << 14;

  private final SqlLexer lexer;
  private final SqlValues values;
  private final ColumnLists lists;
  private final InputColumns unnamed;
  private final String path;
  private final int rowLimit;

  private InputColumns columns;

  /** Whether {@link #columns} are of a column list. */
  private boolean listed;

  /** Offset of the word or comma behind which a row must come, -1 where none must. */
  private long awaiting = -1;

  private boolean begun;
  private boolean inRows;
  private long surplusRows;
  private long firstSurplus = -1;

  private SqlReader(FileSlice slice, SqlDialect dialect, SqlLexer lexer) {
    this.lexer = lexer;
    this.path = slice.file().path();
    this.rowLimit = dialect.rowLimit();
    this.values = new SqlValues(lexer, dialect.charset());
    this.lists = new ColumnLists(lexer);
    this.unnamed = InputColumns.of(dialect.columns());
    this.columns = unnamed;
  }

  /**
   * Opens a slice.
   *
   * @param slice a whole file, or one that {@link SqlSplitter} made
   * @throws IOException when the file cannot be read
   */
  public static SqlReader open(FileSlice slice, SqlDialect dialect, ByteSource source)
      throws IOException {
    return open(slice, dialect, source, SqlLexer.WINDOW_BYTES);
  }

  /**
   * Opens a slice of which only the first rows are wanted.
   *
   * @throws IOException when the file cannot be read
   */
  public static SqlReader openSample(FileSlice slice, SqlDialect dialect, ByteSource source)
      throws IOException {
    return open(slice, dialect, source, SAMPLE_WINDOW_BYTES);
  }

  static SqlReader open(FileSlice slice, SqlDialect dialect, ByteSource source, int windowBytes)
      throws IOException {
    return new SqlReader(slice, dialect, new SqlLexer(slice, dialect, source, windowBytes));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IOException also when the file ends inside a row, a statement or a comment, and behind
   *     a string with an unescaped quote: how many rows are lost then cannot be told
   */
  @Override
  public boolean next(SourceRow row) throws IOException {
    if (!begun) {
      begun = true;
      lexer.skipMark();
    }
    while (true) {
      Token token = lexer.next();
      long place = lexer.place();
      switch (token) {
        case OPEN -> {
          readRow(row, place);
          return true;
        }
        case COMMA -> awaiting = inRows ? place : awaiting;
        case SEMICOLON -> endStatement();
        case WORD -> {
          String problem = readWord();
          if (problem != null) {
            return fail(row, place, problem);
          }
        }
        case QUOTE -> throw lexer.lost("a string stands between rows", place);
        case CLOSE, OTHER -> {
          return fail(row, place, "'" + lexer.text() + "' stands between rows");
        }
        case END -> {
          if (awaiting >= 0) {
            throw lexer.cutOff("a statement", awaiting);
          }
          return false;
        }
      }
    }
  }

  /** Returns how many rows without a column list had more values than the dialect has columns. */
  public long surplusRows() {
    return surplusRows;
  }

  /** Returns the offset of the first of them, -1 when there was none. */
  public long firstSurplus() {
    return firstSurplus;
  }

  @Override
  public void close() throws IOException {
    lexer.close();
  }

  private boolean fail(SourceRow row, long place, String problem) {
    row.start(columns, path, place);
    row.fail("syntax error: " + problem);
    return true;
  }

  private void endStatement() {
    inRows = false;
    awaiting = -1;
  }

  /** Reads what a word between rows begins; returns why it cannot be read, or null. */
  private String readWord() throws IOException {
    String word = lexer.text().toUpperCase(Locale.ROOT);
    switch (word) {
      case "INSERT", "REPLACE" -> {
        return readHeader(word);
      }
      case "VALUES" -> {
        startRows();
        return null;
      }
      case "DELIMITER" -> {
        skipOtherDelimiters();
        return null;
      }
      default -> {
        if (inRows && (word.equals("ON") || word.equals("AS"))) {
          return skipStatement(false);
        } else if (Statements.isNoData(word)) {
          forgetList();
          return skipStatement(mayHoldInsert(word));
        }
      }
    }
    String shown = values.shown();
    if (inRows) {
      return "'" + shown + "' stands between rows";
    }
    return skipBroken(
        "a statement begins with '" + shown + "': only INSERT and REPLACE bring rows");
  }

  private void forgetList() {
    columns = unnamed;
    listed = false;
  }

  private void startRows() {
    inRows = true;
    awaiting = lexer.place();
  }

  /** Reads from INSERT or REPLACE to VALUES; returns why the statement is passed over, or null. */
  private String readHeader(String verb) throws IOException {
    forgetList();
    inRows = false;
    awaiting = lexer.place();
    try {
      readNames(verb);
      return null;
    } catch (SyntaxProblem e) {
      forgetList();
      return skipBroken(e.getMessage()) + "; the statement is left out";
    }
  }

  private void readNames(String verb) throws IOException, SyntaxProblem {
    boolean named = false;
    while (true) {
      Token token = lexer.next();
      switch (token) {
        case WORD -> {
          if (lexer.is("VALUES") || (named && lexer.is("VALUE"))) {
            startRows();
            return;
          } else if (named && lexer.is("PARTITION")) {
            skipBrackets();
          } else if (named && (lexer.is("SELECT") || lexer.is("SET") || lexer.is("WITH"))) {
            throw new SyntaxProblem(verb + " … " + lexer.text() + " is not read, only VALUES");
          } else {
            named |= !isModifier();
          }
        }
        case QUOTE -> {
          if (lexer.bytes[lexer.from()] == '\'') {
            throw lexer.lost("a string stands between " + verb + " and VALUES", lexer.place());
          }
          named = true;
        }
        case OPEN -> {
          columns = lists.read(awaiting);
          listed = true;
        }
        case END -> throw lexer.cutOff("a statement", awaiting);
        case SEMICOLON -> throw new SyntaxProblem(verb + " without VALUES");
        default ->
            throw new SyntaxProblem(
                "'" + lexer.text() + "' stands between " + verb + " and VALUES");
      }
    }
  }

  private boolean isModifier() {
    return lexer.is("INTO")
        || lexer.is("IGNORE")
        || lexer.is("DELAYED")
        || lexer.is("LOW_PRIORITY")
        || lexer.is("HIGH_PRIORITY");
  }

  private void skipBrackets() throws IOException, SyntaxProblem {
    lexer.startBrackets(0);
    if (lexer.next() != Token.OPEN) {
      throw new SyntaxProblem("no bracket follows PARTITION");
    }
    while (lexer.brackets() > 0) {
      Token token = lexer.next();
      if (token == Token.END) {
        throw lexer.cutOff("a statement", awaiting);
      } else if (token == Token.SEMICOLON) {
        throw new SyntaxProblem("the statement ends in the list of partitions");
      }
    }
  }

  private void readRow(SourceRow row, long place) throws IOException {
    awaiting = -1;
    inRows = true;
    row.start(columns, path, place);
    values.startRow();
    lexer.startBrackets(1);
    try {
      readValues(row, place);
      check(row, place);
    } catch (SyntaxProblem e) {
      row.fail("syntax error: " + e.getMessage());
      skipRow(place);
    }
  }

  private void readValues(SourceRow row, long place) throws IOException, SyntaxProblem {
    Token token = lexer.next();
    if (token == Token.CLOSE) {
      return;
    }
    while (true) {
      token = values.put(token, row);
      if (row.buffer().length() > rowLimit) {
        throw lexer.lost("this row is longer than %d bytes".formatted(rowLimit), place);
      } else if (token == Token.CLOSE) {
        return;
      } else if (token != Token.COMMA) {
        throw values.unexpected(token);
      }
      token = lexer.next();
    }
  }

  private void check(SourceRow row, long place) {
    int width = row.length();
    if (values.problem() != null) {
      row.fail(BadRowKind.CHARSET, values.problem());
    } else if (width > columns.size() && listed) {
      row.fail(
          "syntax error: %d values for the %d columns of the list"
              .formatted(width, columns.size()));
    }
    if (width > columns.size()) {
      row.truncate(columns.size());
      if (!listed) {
        firstSurplus = surplusRows == 0 ? place : firstSurplus;
        surplusRows++;
        row.markSurplus();
      }
    }
  }

  /**
   * Passes the rest of a bad row, as far as brackets, strings and the semicolon tell it.
   *
   * @throws IOException when the bracket that ends the row is missing and others open behind: they
   *     may be rows
   */
  private void skipRow(long place) throws IOException {
    Token token = lexer.current();
    boolean opened = false;
    while (lexer.brackets() > 0 && token != Token.SEMICOLON) {
      opened |= token == Token.OPEN;
      boolean string = token == Token.QUOTE;
      boolean word = token == Token.WORD && !lexer.isPrefix();
      token = lexer.next();
      boolean text = token == Token.QUOTE || (string && token == Token.WORD);
      if ((string || word) && text && lexer.touching()) {
        throw lexer.lost("a quote seems not to be escaped", place);
      } else if (token == Token.END) {
        throw lexer.cutOff("a row", place);
      }
    }
    if (token == Token.SEMICOLON) {
      if (opened) {
        throw lexer.lost("a row has no closing bracket", place);
      }
      endStatement();
    }
  }

  /** Tells whether INSERT in a statement that brings no rows can be a part of it. */
  private boolean mayHoldInsert(String word) throws IOException {
    if (word.equals("CREATE")) {
      return lexer.next() != Token.WORD || !lexer.is("TABLE");
    }
    return !Statements.isShort(word);
  }

  /**
   * Passes the rest of a statement. INSERT in one that cannot have it begins the next, whose header
   * is read.
   *
   * @return why that header cannot be read, or null
   */
  private String skipStatement(boolean mayHoldInsert) throws IOException {
    endStatement();
    Token token = lexer.current();
    while (token != Token.SEMICOLON && token != Token.END) {
      token = pass(token);
      boolean insert = token == Token.WORD && (lexer.is("INSERT") || lexer.is("REPLACE"));
      if (insert && !mayHoldInsert) {
        return readHeader(lexer.text().toUpperCase(Locale.ROOT));
      }
    }
    return null;
  }

  /**
   * Passes the rest of a statement that cannot be read, which counts as one row.
   *
   * @return the problem
   * @throws IOException when brackets stand in it: they may be any number of rows
   */
  private String skipBroken(String problem) throws IOException {
    endStatement();
    long place = lexer.place();
    Token token = lexer.current();
    while (token != Token.SEMICOLON && token != Token.END) {
      if (token == Token.OPEN) {
        throw lexer.lost(problem + ", though it has brackets that may be rows", place);
      }
      token = pass(token);
    }
    return problem;
  }

  /**
   * Reads the next token of a statement that is passed over.
   *
   * @throws IOException when a string touches text, so that it may have begun behind a row
   */
  private Token pass(Token before) throws IOException {
    long place = lexer.place();
    boolean string = before == Token.QUOTE && lexer.bytes[lexer.from()] != '`';
    boolean name = before == Token.WORD && !lexer.isPrefix() && lexer.isName(lexer.to() - 1);
    Token token = lexer.next();
    boolean text = string && (token == Token.QUOTE || lexer.isName(lexer.from()));
    if (lexer.touching() && (text || (name && token == Token.QUOTE))) {
      throw lexer.lost("a quote seems not to be escaped", place);
    }
    return token;
  }

  /** Passes the statements of a script that ends them with something else than a semicolon. */
  private void skipOtherDelimiters() throws IOException {
    endStatement();
    long place = lexer.place();
    boolean other = !lexer.line().equals(";");
    while (other) {
      Token token = lexer.next();
      if (token == Token.END) {
        throw lexer.cutOff("statements with another DELIMITER", place);
      }
      other = token != Token.WORD || !lexer.is("DELIMITER") || !lexer.line().equals(";");
    }
  }
}
