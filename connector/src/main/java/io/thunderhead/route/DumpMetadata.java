package io.thunderhead.route;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dump stands in the binlog of the cluster it was taken from: what replication that follows
 * the load starts at. Read from a dump's {@code metadata} file.
 *
 * @param binlogFile empty when the file does not say
 * @param position in that file; of a dump from TiDB the timestamp of its snapshot
 * @param gtid set of transactions, empty when there is none
 */
public record DumpMetadata(String binlogFile, String position, String gtid) {
  private static final Pattern LINE =
      Pattern.compile("^\\s*#?\\s*([\\w-]+)\\s*[:=]\\s*(.*?)\\s*$", Pattern.MULTILINE);
  private static final List<String> FILE_KEYS = List.of("log", "file", "source_log_file");
  private static final List<String> POSITION_KEYS = List.of("pos", "position", "source_log_pos");
  private static final List<String> GTID_KEYS = List.of("gtid", "executed_gtid_set");

  /**
   * Reads a file of Dumpling's shape ({@code SHOW MASTER STATUS:} and lines {@code Log: ...}), or
   * of either of Mydumper's: the same, or sections {@code [source]} with {@code File = ...}. When
   * both ends of the dump are told, the first counts.
   *
   * @return null when there is no position in the text
   */
  public static DumpMetadata parse(String text) {
    String file = "";
    String position = "";
    String gtid = "";
    boolean ofReplica = false;
    boolean ended = false;
    for (String line : text.lines().toList()) {
      String lower = line.strip().toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("show ") || lower.startsWith("[")) {
        ended |= !position.isEmpty();
        ofReplica =
            lower.startsWith("show slave")
                || lower.startsWith("show replica")
                || lower.startsWith("[replication")
                || lower.startsWith("[slave");
      }
      Matcher pair = LINE.matcher(line);
      if (ofReplica || ended || !pair.matches()) {
        continue;
      }
      String key = pair.group(1).toLowerCase(java.util.Locale.ROOT);
      String value = unquoted(pair.group(2));
      file = FILE_KEYS.contains(key) ? value : file;
      position = POSITION_KEYS.contains(key) ? value : position;
      gtid = GTID_KEYS.contains(key) ? value : gtid;
    }
    return position.isEmpty() && gtid.isEmpty() ? null : new DumpMetadata(file, position, gtid);
  }

  private static String unquoted(String value) {
    return value.replaceAll("^(['\"])(.*)\\1$", "$2");
  }

  /** Returns the place as one line for a person. */
  public String toText() {
    return "binlog file %s, position %s, GTID %s"
        .formatted(binlogFile.isEmpty() ? "-" : binlogFile, position, gtid.isEmpty() ? "-" : gtid);
  }
}
