package io.thunderhead.job;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.codec.Bytes;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Encodes many tables, each of a folder with {@code table.json} and {@code data.csv}, to {@code
 * kv.tsv} (hex key, tab, hex value; in order of the keys) and {@code checksum.tsv}, or {@code
 * error.txt}.
 */
final class EncodeCases {
  private static final String TABLE = "table.json";
  private static final String DATA = "data.csv";
  private static final String KVS = "kv.tsv";
  private static final String CHECKSUM = "checksum.tsv";
  private static final String ERROR = "error.txt";

  private record Kv(byte[] key, byte[] value) {}

  private final EncodeSettings settings;
  private final PrintWriter report;

  EncodeCases(EncodeSettings settings, PrintWriter report) {
    this.settings = settings;
    this.report = report;
  }

  /**
   * Encodes all cases; one that fails does not stop the others.
   *
   * @return the worst exit code of all
   */
  int run(Path cases, Path out) throws IOException {
    List<Path> folders = folders(cases);
    int worst = ExitCode.OK;
    int failed = 0;
    for (Path folder : folders) {
      int code = encode(folder, Files.createDirectories(out.resolve(folder.getFileName())));
      failed += code == ExitCode.OK ? 0 : 1;
      worst = worst == ExitCode.INTERNAL || code == ExitCode.OK ? worst : code;
    }
    report.printf(
        "%d cases: %d encoded, %d failed%n", folders.size(), folders.size() - failed, failed);
    report.flush();
    return worst;
  }

  private static List<Path> folders(Path cases) throws IOException {
    List<Path> folders = List.of();
    if (Files.isDirectory(cases)) {
      try (Stream<Path> all = Files.list(cases)) {
        folders =
            all.filter(
                    each -> Files.exists(each.resolve(TABLE)) || Files.exists(each.resolve(DATA)))
                .sorted()
                .toList();
      }
    }
    if (folders.isEmpty()) {
      throw new LoadException(
          ErrorCode.SOURCE_UNREADABLE,
          "%s has no folder with %s and %s. Check the path.".formatted(cases, TABLE, DATA));
    }
    return folders;
  }

  private int encode(Path folder, Path out) throws IOException {
    for (String old : List.of(KVS, CHECKSUM, ERROR)) {
      Files.deleteIfExists(out.resolve(old));
    }
    try {
      List<Kv> kvs = kvs(folder);
      write(kvs, out);
      return ExitCode.OK;
    } catch (IOException | RuntimeException e) {
      UserErrors.Failure failure = UserErrors.failure(e);
      Files.writeString(out.resolve(ERROR), failure.line() + "\n");
      report.println(folder.getFileName() + ": " + failure.line());
      return failure.exitCode();
    }
  }

  private List<Kv> kvs(Path folder) throws IOException {
    TableInfo table = EncodeCommand.table(folder.resolve(TABLE));
    List<Kv> kvs = new ArrayList<>();
    new FileRows(table, settings)
        .encode(
            folder.resolve(DATA).toString(),
            Long.MAX_VALUE,
            (key, value) -> kvs.add(kv(key, value)));
    kvs.sort((a, b) -> Arrays.compareUnsigned(a.key(), b.key()));
    for (int i = 1; i < kvs.size(); i++) {
      if (Arrays.equals(kvs.get(i - 1).key(), kvs.get(i).key())) {
        throw new LoadException(
            ErrorCode.DUPLICATE_KEY,
            "two rows have the key %s; remove one of them"
                .formatted(HexFormat.of().formatHex(kvs.get(i).key())));
      }
    }
    return kvs;
  }

  private static Kv kv(Bytes key, Bytes value) {
    return new Kv(key.toByteArray(), value.toByteArray());
  }

  private static void write(List<Kv> kvs, Path out) throws IOException {
    HexFormat hex = HexFormat.of();
    KvChecksum.Sum sum = new KvChecksum.Sum();
    try (BufferedWriter file = Files.newBufferedWriter(out.resolve(KVS))) {
      for (Kv kv : kvs) {
        file.write(hex.formatHex(kv.key()) + "\t" + hex.formatHex(kv.value()) + "\n");
        sum.add(kv.key(), 0, kv.key().length, kv.value(), 0, kv.value().length);
      }
    }
    KvChecksum total = sum.total();
    Files.writeString(
        out.resolve(CHECKSUM),
        "checksum_crc64_xor\t%s\ntotal_kvs\t%d\ntotal_bytes\t%d\n"
            .formatted(total.checksumText(), total.kvs(), total.bytes()));
  }
}
