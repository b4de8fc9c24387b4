package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.watch.LoadWatch;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisplayTest {
  private static final LoadWatch.Now HALF =
      new LoadWatch.Now("write-and-ingest", 0.5, 10_000, 12_000, 123_456, 50L << 20);

  private final StringWriter written = new StringWriter();
  private final PrintWriter err = new PrintWriter(written);

  @Test
  void drawsABarWithRowsSpeedAndTimeLeft() {
    String line = ProgressLine.of("", HALF, 120);
    assertThat(line)
        .startsWith("write-and-ingest ▕████████████████████")
        .contains(" 50 %", "123,456 rows (12,346/s)", "50.0 MiB")
        .endsWith("0:00:10 left");
  }

  @Test
  void isNeverWiderThanTheTerminal() {
    for (int width = 0; width < 140; width++) {
      assertThat(ProgressLine.of("db.table: ", HALF, width)).hasSizeLessThanOrEqualTo(width);
    }
  }

  @Test
  void drawsUnderTheLinesOnATerminal() {
    try (Display display = new Display(err, () -> 100)) {
      LoadWatch watch = display.watch("db.t");
      assertThat(watch.isShown()).isTrue();
      watch.begin("checksum");
      display.draw();
      display.accept("told");
      display.draw();
    }
    String text = written.toString();
    assertThat(text).contains("\r\u001B[Kchecksum 0:00:00").contains("\r\u001B[Ktold\n");
    assertThat(text).endsWith("\r\u001B[K");
  }

  @Test
  void tellsPlainLinesElsewhere() {
    try (Display display = new Display(err, null)) {
      LoadWatch watch = display.watch("db.t");
      assertThat(watch.isShown()).isFalse();
      watch.begin("checksum");
      display.draw();
      display.accept("told");
    }
    assertThat(written.toString()).isEqualTo("told" + System.lineSeparator());
  }

  @Test
  void keepsStandardOutputForTheReportThatGoesThere() {
    StringWriter output = new StringWriter();
    ReportPlaces places = new ReportPlaces("-", null);
    PrintWriter out = new PrintWriter(output);
    assertThat(places.forPeople(out, err)).isSameAs(err);
    places.write("{}", out, new Configuration(false));
    assertThat(output.toString()).isEqualTo("{}" + System.lineSeparator());
    assertThat(ReportPlaces.NONE.forPeople(out, err)).isSameAs(out);
  }

  @Test
  void writesThePageToAnyFileSystem(@TempDir Path folder) throws Exception {
    String report = "{\"table\":\"d.t\",\"outcome\":\"done\"}";
    Path plain = folder.resolve("a.html");
    Path uri = folder.resolve("b.html");
    new ReportPlaces(uri.toUri().toString(), plain.toString())
        .write(report, err, new Configuration());
    assertThat(Files.readString(plain)).startsWith("<!DOCTYPE html>").contains("<h1>d.t</h1>");
    assertThat(Files.readString(uri)).isEqualTo(report + System.lineSeparator());
  }
}
