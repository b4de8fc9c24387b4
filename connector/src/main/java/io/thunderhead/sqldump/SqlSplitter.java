package io.thunderhead.sqldump;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.Compression;
import io.thunderhead.source.FileSlice;
import io.thunderhead.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a big file of statements into slices that are read in parallel.
 *
 * <p>A slice begins with INSERT or REPLACE behind a semicolon. No few bytes tell whether a
 * semicolon stands in a string, so the file is passed once from its beginning, without making
 * values of it.
 */
public final class SqlSplitter {
  /** An INSERT behind a semicolon, as dumps have it. */
  private static final Pattern STATEMENT =
      Pattern.compile(";\\s*(?=(?:INSERT|REPLACE)\\s)", Pattern.CASE_INSENSITIVE);

  /** Statements of dumps have 1 MB, of mysqldump up to 16. */
  private static final int SEARCHED = 4 << 20;

  private static final int SEARCHED_AT_ONCE = 1 << 18;

  private static final int STATEMENT_BYTES = 64;

  private SqlSplitter() {}

  /**
   * Looks for a statement that brings rows. What looks like one may stand in a string: good enough
   * for a sample.
   *
   * @param slice whose start is anywhere in a file that is not packed
   * @return where it begins, -1 when none begins in the next 4 MiB
   * @throws IOException when the file cannot be read
   */
  public static long insertBehind(FileSlice slice, ByteSource source) throws IOException {
    int most = (int) Math.min(SEARCHED, slice.end() - slice.start());
    byte[] bytes = new byte[most];
    try (InputStream in = source.open(slice.start())) {
      int seen = 0;
      for (int limit = 0; limit < most; ) {
        int got = in.readNBytes(bytes, limit, Math.min(SEARCHED_AT_ONCE, most - limit));
        if (got == 0) {
          return -1;
        }
        limit += got;
        Matcher found =
            STATEMENT.matcher(new String(bytes, seen, limit - seen, StandardCharsets.ISO_8859_1));
        if (found.find()) {
          return slice.start() + seen + found.end();
        }
        seen = Math.max(0, limit - STATEMENT_BYTES);
      }
    }
    return -1;
  }

  /**
   * How a file is cut.
   *
   * @param slices in order; together they are the file
   * @param choice what was done and why, in one line
   */
  public record Cut(List<FileSlice> slices, String choice) {
    /** Keeps a copy of the slices. */
    public Cut {
      slices = List.copyOf(slices);
    }
  }

  /**
   * Cuts a file.
   *
   * @param sliceBytes that a slice has at least, but for the last
   * @throws IOException when the file cannot be read, or ends inside a string or comment
   */
  public static Cut cut(SourceFile file, SqlDialect dialect, ByteSource source, long sliceBytes)
      throws IOException {
    return cut(file, dialect, source, sliceBytes, SqlLexer.WINDOW_BYTES);
  }

  static Cut cut(
      SourceFile file, SqlDialect dialect, ByteSource source, long sliceBytes, int windowBytes)
      throws IOException {
    if (sliceBytes <= 0) {
      throw new IllegalArgumentException("sliceBytes: " + sliceBytes + " (expected: > 0)");
    }
    if (file.compression() != Compression.NONE) {
      return whole(
          file,
          "it is packed as %s, which is read from its beginning only"
              .formatted(file.compression().name().toLowerCase(Locale.ROOT)));
    } else if (file.length() < 2 * sliceBytes) {
      return whole(
          file,
          "it has %d bytes, fewer than two slices of %d".formatted(file.length(), sliceBytes));
    }
    List<FileSlice> slices = new ArrayList<>();
    try (SqlLexer lexer = new SqlLexer(FileSlice.whole(file), dialect, source, windowBytes)) {
      lexer.skipMark();
      long start = 0;
      long next = nextInsert(lexer, sliceBytes);
      while (next >= 0) {
        slices.add(new FileSlice(file, start, next));
        start = next;
        next = nextInsert(lexer, start + sliceBytes);
      }
      slices.add(new FileSlice(file, start, file.length()));
    }
    if (slices.size() == 1) {
      return whole(
          file,
          "no statement that could begin a slice stands behind its first %d bytes"
              .formatted(sliceBytes));
    }
    return new Cut(
        slices,
        "%s is read in %d slices of about %d bytes, cut where INSERT statements begin"
            .formatted(file.path(), slices.size(), sliceBytes));
  }

  private static Cut whole(SourceFile file, String reason) {
    return new Cut(
        List.of(FileSlice.whole(file)), "%s is read in one: %s".formatted(file.path(), reason));
  }

  /** Returns where the first INSERT at or behind an offset begins, -1 when there is none. */
  private static long nextInsert(SqlLexer lexer, long from) throws IOException {
    while (lexer.skipToSemicolon()) {
      Token token = lexer.next();
      while (token == Token.SEMICOLON) {
        token = lexer.next();
      }
      if (token == Token.QUOTE) {
        lexer.skipContent();
      } else if (token == Token.WORD) {
        if (lexer.is("DELIMITER")) {
          return -1;
        } else if (lexer.place() >= from && (lexer.is("INSERT") || lexer.is("REPLACE"))) {
          return lexer.place();
        }
      }
    }
    return -1;
  }
}
