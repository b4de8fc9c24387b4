package io.thunderhead.route;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dump stands in the binlog of the server it was taken from: what replication that follows
 * the load starts at. Read from a dump's {@code metadata} file.
 *
 * @param binlogFile empty when the file does not say
 * @param position in that file; of a dump from TiDB the timestamp of its snapshot
 * @param gtid set of transactions, empty when there is none
 * @param upstream of a dump taken from a replica, the place in its primary's binlog that the
 *     replica had come to; else null
 * @param exact whether the rows of the dump are those of just this place; else they may be of up to
 *     a later one
 */
public record DumpMetadata(
    String binlogFile, String position, String gtid, Upstream upstream, boolean exact) {
  private static final Pattern LINE =
      Pattern.compile("^\\s*#?\\s*([\\w-]+)\\s*[:=]\\s*(.*?)\\s*$", Pattern.MULTILINE);
  private static final List<String> FILE_KEYS =
      List.of("log", "file", "source_log_file", "relay_master_log_file", "relay_source_log_file");
  private static final List<String> POSITION_KEYS =
      List.of("pos", "position", "source_log_pos", "exec_master_log_pos", "exec_source_log_pos");
  private static final List<String> GTID_KEYS = List.of("gtid", "executed_gtid_set");
  private static final List<String> HOST_KEYS = List.of("host", "master_host", "source_host");

  /** A place that was read while nothing was written. */
  public DumpMetadata(String binlogFile, String position, String gtid) {
    this(binlogFile, position, gtid, null, true);
  }

  /**
   * A place in the binlog of a primary.
   *
   * @param host of the primary, empty when the file does not say
   */
  public record Upstream(String host, String binlogFile, String position, String gtid) {}

  /**
   * Reads a file of Dumpling's shape ({@code SHOW MASTER STATUS:} and lines {@code Log: ...}), or
   * of either of Mydumper's: the same, or sections {@code [source]} with {@code File = ...}. When
   * both ends of the dump are told, the first counts, and the place is not exact unless they are
   * one.
   *
   * @return null when there is no position in the text
   */
  public static DumpMetadata parse(String text) {
    Section first = null;
    Section last = null;
    Section replica = null;
    for (Section section : sections(text)) {
      if (!section.tells()) {
        continue;
      }
      if (section.ofReplica) {
        replica = replica == null ? section : replica;
      } else {
        first = first == null ? section : first;
        last = section;
      }
    }
    if (first == null && replica == null) {
      return null;
    }
    Section own = first == null ? new Section(false) : first;
    boolean exact = first == null || first.isAt(last);
    Upstream upstream =
        replica == null
            ? null
            : new Upstream(replica.host(), replica.file(), replica.position(), replica.gtid());
    return new DumpMetadata(own.file(), own.position(), own.gtid(), upstream, exact);
  }

  private static List<Section> sections(String text) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(false));
    // MySQL breaks a set of GTIDs of several servers behind each comma.
    for (String line : text.replaceAll(",\\s*\\R\\s*", ",").lines().toList()) {
      String lower = line.strip().toLowerCase(Locale.ROOT).replaceFirst("^#\\s*", "");
      if (lower.startsWith("show ") || lower.startsWith("[")) {
        sections.add(
            new Section(lower.matches("show (?:all )?(?:slave|replica).*|\\[(?:repl|slave).*")));
      }
      Matcher pair = LINE.matcher(line);
      if (pair.matches()) {
        sections.get(sections.size() - 1).put(pair.group(1), unquoted(pair.group(2)));
      }
    }
    return sections;
  }

  private static String unquoted(String value) {
    return value.replaceAll("^(['\"])(.*)\\1$", "$2");
  }

  /** The pairs below one head line. */
  private static final class Section {
    private final boolean ofReplica;
    private final Map<String, String> pairs = new LinkedHashMap<>();

    Section(boolean ofReplica) {
      this.ofReplica = ofReplica;
    }

    void put(String key, String value) {
      pairs.putIfAbsent(key.toLowerCase(Locale.ROOT), value);
    }

    private String of(List<String> keys) {
      return keys.stream().filter(pairs::containsKey).map(pairs::get).findFirst().orElse("");
    }

    String file() {
      return of(FILE_KEYS);
    }

    String position() {
      return of(POSITION_KEYS);
    }

    String gtid() {
      return of(GTID_KEYS);
    }

    String host() {
      return of(HOST_KEYS);
    }

    boolean tells() {
      return !position().isEmpty() || !gtid().isEmpty();
    }

    boolean isAt(Section other) {
      return file().equals(other.file())
          && position().equals(other.position())
          && gtid().equals(other.gtid());
    }
  }

  /** Returns the place as one line for a person. */
  public String toText() {
    return "binlog file %s, position %s, GTID %s"
        .formatted(binlogFile.isEmpty() ? "-" : binlogFile, position, gtid.isEmpty() ? "-" : gtid);
  }
}
