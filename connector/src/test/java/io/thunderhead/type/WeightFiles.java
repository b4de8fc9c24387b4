package io.thunderhead.type;

import io.thunderhead.codec.Bytes;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;

/**
 * Makes the files of {@link WeightTable} from the sort keys that TiDB's collators print.
 *
 * <p>To make them anew, in the project's root after {@code mvn test-compile}:
 *
 * <pre>
 * java -cp connector/target/classes:connector/target/test-classes io.thunderhead.type.WeightFiles \
 *   connector/src/test/resources/collation connector/src/main/resources/io/thunderhead/type
 * </pre>
 *
 * <p>GB18030 is the exception: its input is the mapping of GB18030-2000 with the 38 pairs that
 * kv-encoding 5.8 lists, which are TiDB's. Of the longest printed file, that of utf8mb4_0900_ai_ci,
 * the lines up to U+2FFFF are kept, as all that follow go by one rule.
 *
 * <p>Lines of the input are {@code HEX code point, tab, hex sort key}, one per character. A lone
 * U+0020 prints nothing where trailing spaces do not count, so its key is given here. What the rule
 * for other characters gives is left out.
 */
final class WeightFiles {
  private static final Map<WeightTable, String> INPUTS =
      Map.of(
          WeightTable.GENERAL_CI, "utf8mb4_general_ci.tsv.gz",
          WeightTable.UNICODE_CI, "utf8mb4_unicode_ci.tsv.gz",
          WeightTable.UCA_0900_AI_CI, "utf8mb4_0900_ai_ci.tsv.gz",
          WeightTable.GBK, "gbk_bin.tsv.gz",
          WeightTable.GBK_CHINESE_CI, "gbk_chinese_ci.tsv.gz",
          WeightTable.GB18030, "gb18030_bin.tsv.gz");

  private static final Map<WeightTable, String> SPACE =
      Map.of(
          WeightTable.GENERAL_CI, "0020",
          WeightTable.UNICODE_CI, "0209",
          WeightTable.GBK, "20",
          WeightTable.GBK_CHINESE_CI, "20",
          WeightTable.GB18030, "20");

  private WeightFiles() {}

  public static void main(String[] args) throws IOException {
    for (WeightTable table : WeightTable.ALL) {
      Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
      try (OutputStream file = Files.newOutputStream(Path.of(args[1], table.file()));
          OutputStream out = new DeflaterOutputStream(file, best)) {
        out.write(content(table, sortKeys(table, Path.of(args[0]))));
      } finally {
        best.end();
      }
    }
  }

  /** Reads the printed sort keys of a table by code point, with that of U+0020 set right. */
  static SortedMap<Integer, byte[]> sortKeys(WeightTable table, Path folder) throws IOException {
    TreeMap<Integer, byte[]> keys = new TreeMap<>();
    Path file = folder.resolve(INPUTS.get(table));
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int tab = line.indexOf('\t');
        keys.put(
            Integer.parseInt(line.substring(0, tab), 16),
            HexFormat.of().parseHex(line.substring(tab + 1)));
      }
    }
    String space = SPACE.get(table);
    if (space != null) {
      keys.put((int) ' ', HexFormat.of().parseHex(space));
    }
    return keys;
  }

  /** Returns the file's content before it is deflated, as {@link Weights} describes it. */
  static byte[] content(WeightTable table, SortedMap<Integer, byte[]> keys) {
    SortedMap<Integer, byte[]> listed = listed(table, keys);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    putVarint(out, listed.size());
    int next = 0;
    for (Map.Entry<Integer, byte[]> each : listed.entrySet()) {
      putVarint(out, each.getKey() - next);
      out.write(each.getValue().length);
      next = each.getKey() + 1;
    }
    int last = 0;
    for (byte[] key : listed.values()) {
      for (int i = 0; i < key.length; i += 2) {
        int unit = key[i] & 0xff;
        if (i + 1 < key.length) {
          unit = (unit << 8) | (key[i + 1] & 0xff);
        }
        putVarint(out, ((unit - last) << 1) ^ ((unit - last) >> 31));
        last = unit;
      }
    }
    return out.toByteArray();
  }

  /** Leaves out what the table's rule gives, given the keys that it may look up. */
  private static SortedMap<Integer, byte[]> listed(
      WeightTable table, SortedMap<Integer, byte[]> keys) {
    ImplicitWeights.Listed letters = (point, out) -> out.put(keys.get(point));
    TreeMap<Integer, byte[]> listed = new TreeMap<>();
    Bytes implicit = new Bytes(16);
    for (Map.Entry<Integer, byte[]> each : keys.entrySet()) {
      table.implicit().put(each.getKey(), letters, implicit.clear());
      if (!Arrays.equals(implicit.toByteArray(), each.getValue())) {
        listed.put(each.getKey(), each.getValue());
      }
    }
    return listed;
  }

  private static void putVarint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.write((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }
}
