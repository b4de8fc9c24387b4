package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The README's first command, on the whole example. */
class QuickstartTest {
  @TempDir private Path folder;

  @Test
  void loadsEveryFlightAndFindsItStored() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Thunderhead.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    Path json = folder.resolve("report.json");
    int exitCode =
        line.execute("quickstart", "--examples", "../examples", "--json", json.toString());
    assertThat(exitCode).as(err.toString()).isZero();
    JsonNode report = new ObjectMapper().readTree(json.toFile());
    assertThat(report.path("rowsLoaded").asLong()).isEqualTo(336_776);
    assertThat(report.path("kvCount").asLong()).isEqualTo(3 * 336_776);
    assertThat(report.path("regionCount").asInt()).isGreaterThanOrEqualTo(8);
    assertThat(report.path("checksum").path("equal").asBoolean()).isTrue();
    assertThat(report.path("seconds").fieldNames())
        .toIterable()
        .contains(
            "precheck",
            "sample",
            "split-and-scatter",
            "encode-and-sort",
            "write-and-ingest",
            "checksum");
    assertThat(out.toString()).contains("sent = stored", "N14228", "2013-01-01 10:00:00");
    assertThat(err.toString()).contains(" %, ").contains(" left");
  }
}
