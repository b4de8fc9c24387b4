package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.mini.MiniCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a user sees: one line, a remedy, an exit code, and an untouched table. */
class CommandLineTest {
  private static MiniCluster cluster;

  @TempDir private Path folder;

  private record Outcome(int exitCode, String out, String err) {
    /** The last line of the error stream: what is said when a command fails. */
    String error() {
      List<String> lines = err.lines().filter(line -> line.startsWith("error: ")).toList();
      assertThat(lines).as(err).hasSize(1);
      return lines.get(0);
    }
  }

  @BeforeAll
  static void startCluster() {
    cluster = MiniCluster.builder().stores(3).replicas(3).start();
    cluster.execute(
        "CREATE DATABASE shop;CREATE TABLE shop.items (id INT PRIMARY KEY, name VARCHAR(10) NOT"
            + " NULL, price TINYINT, UNIQUE KEY (name));CREATE TABLE shop.notes (note TEXT, seen"
            + " DATETIME);CREATE TABLE shop.docs (id INT PRIMARY KEY, doc VARCHAR(9) CHARACTER SET"
            + " gb18030, KEY (doc))");
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Test
  void loadsReportsAndReadsBack() throws IOException {
    cluster.execute("CREATE TABLE shop.good (id INT PRIMARY KEY, name VARCHAR(10), KEY (name))");
    Path csv = csv("id,name\n1,one\n2,NA\n3,\"a, b\"\n");
    Path json = folder.resolve("report.json");
    Outcome loaded =
        run(
            "import",
            "--pd",
            cluster.pdAddress(),
            "--table",
            "shop.good",
            "--csv",
            csv.toString(),
            "--null",
            "NA",
            "--json",
            json.toString());
    assertThat(loaded.exitCode()).as(loaded.err()).isZero();
    assertThat(loaded.out())
        .contains("3 read = 3 loaded + 0 set aside")
        .contains("sent = stored")
        .contains("bytes held by one task");
    assertThat(Files.readString(json)).contains("\"rowsLoaded\" : 3", "\"equal\" : true");
    Outcome read =
        run("read", "--pd", cluster.pdAddress(), "--table", "shop.good", "--format", "csv");
    assertThat(read.out()).isEqualTo("\"id\",\"name\"\n\"1\",\"one\"\n\"2\",\\N\n\"3\",\"a, b\"\n");
  }

  @Test
  void loadsIntoAClusterOfItsOwnAndShowsTheRows() throws IOException {
    Path ddl = folder.resolve("t.sql");
    Files.writeString(ddl, "CREATE DATABASE d; CREATE TABLE d.t (a INT, b VARCHAR(5));");
    Outcome outcome =
        run(
            "import",
            "--embedded",
            "--ddl",
            ddl.toString(),
            "--table",
            "d.t",
            "--csv",
            csv("a,b\n5,x\n6,y\n").toString(),
            "--show",
            "2");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("1 to 2 reserved of _TIDB_ROWID")
        .contains("next _TIDB_ROWID is 3")
        .contains("a  b\n5  x\n6  y\n");
  }

  @Test
  void namesAFileThatIsMissing() {
    Outcome outcome = load("shop.items", folder.resolve("none.csv"));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("no file matches").contains("none.csv");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    Outcome outcome = load("shop.items", csv(""));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("is empty (0 bytes)");
  }

  @Test
  void offersTheNearestColumnForAWrongHeader() throws IOException {
    Outcome outcome = load("shop.items", csv("id,nmae,price\n1,one,2\n"));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("nmae").contains("name");
    assertUntouched();
  }

  @Test
  void countsRowsWithTooManyFields() throws IOException {
    cluster.execute("CREATE TABLE shop.wide (id INT PRIMARY KEY, name VARCHAR(10))");
    Outcome outcome = load("shop.wide", csv("id,name\n1,one\n2,two,3,4\n"));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("2 read = 2 loaded + 0 set aside")
        .contains("1 rows have more fields than there are columns");
  }

  @Test
  void namesColumnAndValueOfANumberOutOfRange() throws IOException {
    Outcome outcome = load("shop.items", csv("id,name,price\n1,one,2\n2,two,300\n"));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error())
        .contains("price")
        .contains("300")
        .contains("Nothing was written to table shop.items.");
    assertUntouched();
  }

  @Test
  void namesTheKeyThatTwoRowsClaim() throws IOException {
    cluster.execute("CREATE TABLE shop.twice (id INT PRIMARY KEY, name VARCHAR(10))");
    Outcome outcome = load("shop.twice", csv("id,name\n7,one\n7,two\n"));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("two rows claim one primary key, 7");
  }

  @Test
  void refusesATableThatIsNotEmpty() throws IOException {
    cluster.execute("CREATE TABLE shop.full (id INT PRIMARY KEY)");
    assertThat(load("shop.full", csv("id\n1\n")).exitCode()).isZero();
    Outcome again = load("shop.full", csv("id\n2\n"));
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.error()).contains("holds rows").contains("TRUNCATE TABLE");
  }

  @Test
  void namesWhatATableHasThatCannotBeLoaded() throws IOException {
    Outcome outcome = load("shop.docs", csv("id,doc\n1,{}\n"));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("doc").contains("gb18030_chinese_ci");
  }

  @Test
  void offersTheNearestTable() throws IOException {
    Outcome outcome = load("shop.itmes", csv("id\n1\n"));
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("Did you mean 'items'?");
  }

  @Test
  void offersTheNearestOption() {
    Outcome outcome = run("import", "--tabel", "a.b", "--csv", "x", "--pd", "127.0.0.1:1");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("'--tabel'").contains("--table");
  }

  @ParameterizedTest
  @ValueSource(strings = {"import", "precheck", "verify", "undo", "read", "jobs", "cluster"})
  void offersTheNearestOptionOfEveryCommand(String command) {
    String wrong =
        switch (command) {
          case "cluster" -> "--ddll";
          case "jobs", "undo" -> "--job-dri";
          default -> "--tabel";
        };
    Outcome outcome = run(command, wrong, "x");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("'" + wrong + "'").contains("Did you mean '--");
  }

  @Test
  void offersTheNearestCommand() {
    Outcome outcome = run("imprt", "--table", "a.b");
    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.error()).contains("Did you mean 'import'?");
  }

  @Test
  void offersTheNearestOfShortNames() {
    assertThat(run("rad").error()).contains("Did you mean 'read'?");
    assertThat(run("read", "--pdd", "x").error()).contains("Did you mean '--pd'?");
    assertThat(run("qqqqqqqq").error()).doesNotContain("Did you mean");
  }

  @Test
  void saysThatPdDoesNotAnswer() throws IOException {
    Outcome outcome =
        run("import", "--pd", "127.0.0.1:1", "--table", "a.b", "--csv", csv("id\n1\n").toString());
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.error())
        .contains("PD does not answer (127.0.0.1:1")
        .contains("Check that PD and every TiKV store are up");
  }

  @Test
  void asksForOneClusterOrTheOther() {
    assertThat(run("import", "--table", "a.b", "--csv", "x").error())
        .contains("either --pd host:port or --embedded");
  }

  private void assertUntouched() {
    Outcome read = run("read", "--pd", cluster.pdAddress(), "--table", "shop.items");
    assertThat(read.out().lines()).hasSize(1);
  }

  private Path csv(String text) throws IOException {
    Path file = Files.createTempFile(folder, "rows", ".csv");
    Files.writeString(file, text);
    return file;
  }

  private static Outcome load(String table, Path csv) {
    return run("import", "--pd", cluster.pdAddress(), "--table", table, "--csv", csv.toString());
  }

  private static Outcome run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Thunderhead.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int exitCode = line.execute(new ArrayList<>(List.of(arguments)).toArray(String[]::new));
    return new Outcome(exitCode, out.toString(), err.toString());
  }
}
