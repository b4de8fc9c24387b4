package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.option.LoadOptions;
import io.thunderhead.option.SourceOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations of TiDB Lightning's users say the same to us. */
class LightningConfigTest {
  @TempDir private Path folder;

  @Test
  void everyOptionInTheTableOfKeysIsOneOfOurs() throws IOException {
    for (String line : table()) {
      String[] words = line.split("\\s+", 3);
      if (words[1].equals("option")) {
        Map<String, String> options = new HashMap<>(Map.of(words[2], ""));
        boolean ofFiles = !SourceOptions.takeFrom(options).isEmpty();
        assertThat(ofFiles || LoadOptions.all().stream().anyMatch(o -> o.key().equals(words[2])))
            .as(line)
            .isTrue();
      }
    }
  }

  @Test
  void readsTheSampleInConf() {
    LightningConfig config = LightningConfig.read("../conf/tidb-lightning.toml");
    assertThat(config.folder()).isEqualTo("s3://example-bucket/export");
    assertThat(config.tables()).isEqualTo(4);
    assertThat(config.routes()).hasSize(1);
    assertThat(config.idle()).isEmpty();
    assertThat(config.source()).containsEntry("null", "\\N").containsEntry("header", "true");
    LoadOptions options = loads(config);
    assertThat(options.onDuplicate().word()).isEqualTo("replace");
    assertThat(options.storeWriteLimit()).isEqualTo(64L << 20);
    assertThat(config.options())
        .contains(entry("tidb", "10.0.0.4:4000"), entry("time-zone", "+00:00"));
    assertThat(SourceOptions.parse(config.source(), Map.of())).isNotNull();
  }

  @Test
  void readsOurOwnOptionsByTheirNames() {
    LightningConfig config = LightningConfig.read("../conf/load.toml");
    LoadOptions options = LoadOptions.parse(config.options());
    assertThat(options.table().toString()).isEqualTo("shop.orders");
    assertThat(options.maxError()).isEqualTo(100);
    assertThat(config.source()).containsEntry("null", "[\"\",\"NULL\"]");
    assertThat(SourceOptions.parse(config.source(), Map.of())).isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          [lightning]\\nmax-error=7; max-error; 7
          [lightning.max-error]\\ntype=8; max-error; 8
          [lightning.max-error]\\nconflict=9; conflict-threshold; 9
          [conflict]\\nstrategy="ignore"; on-duplicate; ignore
          [conflict]\\nstrategy=""; on-duplicate;
          [tikv-importer]\\nduplicate-resolution="remove"; on-duplicate; replace
          [tikv-importer]\\nduplicate-resolution="none"; on-duplicate;
          [tikv-importer]\\nincremental-import=true; mode; append
          [tikv-importer]\\nbackend="tidb"; backend; tidb
          [tikv-importer]\\nlogical-import-batch-rows=9; logical-import-batch-rows; 9
          [post-restore]\\nchecksum=false; checksum; off
          [post-restore]\\nchecksum="optional"; checksum; optional
          [post-restore]\\nanalyze=true; analyze; required
          [checkpoint]\\nenable=false; job-dir; none
          [tidb]\\nhost="h"; tidb; h:4000
          [tidb]\\nhost="h"\\nport=4001; tidb; h:4001
          [tidb.session-vars]\\nsql_mode="ANSI"; sql-mode; ANSI
          """)
  void givesKeysTheirMeaning(String toml, String option, String text) throws IOException {
    assertThat(read(toml.replace("\\n", "\n")).options().get(option)).isEqualTo(text);
  }

  @Test
  void tellsWhatSaysNothingHere() throws IOException {
    assertThat(read("[tikv-importer]\nsorted-kv-dir = '/x'\nbackend = 'local'").idle())
        .containsExactly("tikv-importer.sorted-kv-dir: Spark's local folders take what is sorted");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          [tikv-importer]\\nbakend="local"; Did you mean 'tikv-importer.backend'?
          [mydumper.csv]\\nseparater=","; Did you mean 'mydumper.csv.separator'?
          spearator=","; key 'spearator' is not one of
          [tikv-importer]\\nparallel-import=true; one load works on all executors
          [post-restore]\\ncompact=true; TiKV compacts by itself
          [lightning.max-error]\\ncharset=1; all bad rows are counted together
          [lightning; cannot be read
          """)
  void refusesWhatItDoesNotKnowOrServe(String toml, String told) {
    assertThatThrownBy(() -> read(toml.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            LoadException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_OPTION))
        .hasMessageContaining(told);
  }

  @Test
  void readsAFileOfAnyFileSystem() throws IOException {
    Path file = Files.writeString(folder.resolve("c.toml"), "table = 'a.b'");
    assertThat(LightningConfig.read(file.toUri().toString()).options())
        .containsExactly(entry("table", "a.b"));
  }

  @Test
  void letsFlagsGoBeforeTheFile() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("c.toml"),
            "separator = '|'\n[tidb]\npd-addr = '127.0.0.1:1'\n[lightning]\nlevel = 'info'");
    Path csv = Files.writeString(folder.resolve("t.csv"), "id|v\n1|one\n");
    Path ddl = Files.writeString(folder.resolve("t.sql"), "CREATE TABLE test.t (id INT, v TEXT);");
    CommandRun run =
        CommandRun.of(
            "import",
            "--embedded",
            "--ddl",
            ddl.toString(),
            "--table",
            "test.t",
            "--csv",
            csv.toString(),
            "--config",
            file.toString(),
            "--show",
            "1");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("says nothing here: lightning.level");
    assertThat(run.out()).contains("one");
  }

  private LightningConfig read(String toml) throws IOException {
    return LightningConfig.read(Files.writeString(folder.resolve("l.toml"), toml).toString());
  }

  private static LoadOptions loads(LightningConfig config) {
    Map<String, String> options = new HashMap<>(config.options());
    options.put("table", "a.b");
    return LoadOptions.parse(options);
  }

  private static List<String> table() throws IOException {
    try (InputStream in = LightningKeys.class.getResourceAsStream("lightning-keys.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }
}
