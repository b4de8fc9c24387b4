package io.thunderhead.csv;

import io.thunderhead.source.ByteSource;
import io.thunderhead.source.FileSlice;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a chunk of a file does to each state in which it may be entered, so that chunks can be
 * looked at side by side and joined afterwards.
 *
 * @param ways by {@link #entry}
 */
public record CsvChunk(FileSlice chunk, List<Way> ways) implements Serializable {
  /**
   * What comes of one way to enter.
   *
   * @param state behind the chunk
   * @param skip bytes behind the chunk that its last token takes
   * @param first file offset behind the first record that ends, {@link CsvTrack#NONE} for none
   * @param last file offset behind the last record that ends
   * @param lost whether a record was too long to tell what follows
   */
  record Way(int state, int skip, long first, long last, boolean lost) implements Serializable {}

  /** Copies the list. */
  public CsvChunk {
    ways = List.copyOf(ways);
  }

  /** Returns the number of a way to enter. */
  static int entry(int state, int skip) {
    return skip * CsvTrack.STATES + state;
  }

  /**
   * Follows all ways through a chunk. Nearly all of them soon meet, so that one or two are left.
   *
   * @throws IOException when the file cannot be read
   */
  static CsvChunk scan(FileSlice chunk, CsvDialect dialect, ByteSource source, int windowBytes)
      throws IOException {
    CsvTokens tokens = new CsvTokens(dialect);
    List<CsvTrack> tracks = new ArrayList<>();
    for (int skip = 0; skip < tokens.longestStep(); skip++) {
      for (int state = 0; state < CsvTrack.STATES; state++) {
        tracks.add(new CsvTrack(tokens, dialect, state, chunk.start() + skip));
      }
    }
    Long[] firsts = new Long[tracks.size()];
    try (CsvWindow window = new CsvWindow(source.open(chunk.start()), chunk.start(), windowBytes)) {
      while (advance(tracks, window, tokens.lookahead(), chunk.end())) {
        join(tracks, firsts);
      }
    }
    List<Way> ways = new ArrayList<>();
    for (int i = 0; i < firsts.length; i++) {
      CsvTrack track = tracks.get(i);
      long first = firsts[i] == null ? track.first() : firsts[i];
      int skip = (int) Math.max(0, track.at() - chunk.end());
      ways.add(new Way(track.state(), skip, first, track.last(), track.lost()));
    }
    return new CsvChunk(chunk, ways);
  }

  /** Takes all tracks through one more window; false when they are through the chunk. */
  private static boolean advance(List<CsvTrack> tracks, CsvWindow window, int lookahead, long end)
      throws IOException {
    long next = Long.MAX_VALUE;
    for (CsvTrack track : tracks) {
      next = track.lost() ? next : Math.min(next, track.at());
    }
    int keep = (int) Math.min(window.limit(), next - window.position(0));
    if (next >= end || (window.ended() && keep == window.limit())) {
      return false;
    }
    window.more(keep);
    int known = window.ended() ? window.limit() : window.limit() - lookahead + 1;
    int stop = (int) Math.min(known, end - window.position(0));
    for (CsvTrack track : tracks) {
      track.advance(window, stop);
    }
    return true;
  }

  /** Makes one of the tracks that go on alike; {@code firsts} keeps what they had before. */
  private static void join(List<CsvTrack> tracks, Long[] firsts) {
    for (int i = 1; i < tracks.size(); i++) {
      CsvTrack track = tracks.get(i);
      for (int j = 0; j < i; j++) {
        CsvTrack other = tracks.get(j);
        if (other != track && other.joins(track)) {
          if (firsts[i] == null && track.first() != CsvTrack.NONE) {
            firsts[i] = track.first();
          }
          tracks.set(i, other);
          break;
        }
      }
    }
  }
}
