package io.thunderhead.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps what the prose says true: links, anchors, files, classes and commands. */
class DocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern IMAGE = Pattern.compile("!\\[[^\\]]*]\\(([^)\\s]+)\\)");
  private static final Pattern CODE = Pattern.compile("(?<!`)`([^`\\n]+)`(?!`)");
  private static final Pattern FENCED = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");
  private static final Pattern CLASS = Pattern.compile("[A-Z][a-z0-9]+(?:[A-Z][A-Za-z0-9]*)+");
  private static final Pattern PATH =
      Pattern.compile(
          "(?:docs|examples|conf|docker|notebooks|connector|jobs|minicluster|\\.ci)/.*");

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String name : List.of(".", "conf", "docker", "notebooks")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(name))) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
      }
    }
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages.stream().map(ROOT::relativize).sorted();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    String text = withoutBlocks(read(page));
    for (String link : Stream.concat(all(LINK, text), all(IMAGE, text)).toList()) {
      if (link.contains("://")) {
        assertThatCode(() -> URI.create(link).toURL()).as(link).doesNotThrowAnyException();
        assertThat(URI.create(link).getHost()).as(link).contains(".");
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty()
              ? ROOT.resolve(page)
              : ROOT.resolve(page).resolveSibling(parts[0]).normalize();
      assertThat(target).as("%s: %s", page, link).exists();
      if (parts.length == 2) {
        assertThat(anchors(Files.readString(target))).as("%s: %s", page, link).contains(parts[1]);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void filesThatAreNamedAreThere(Path page) throws IOException {
    for (String code : all(CODE, withoutBlocks(read(page))).toList()) {
      boolean named = PATH.matcher(code).matches() && !code.matches(".*[\\s*<>$].*");
      if (named && !code.contains("/target/")) {
        assertThat(ROOT.resolve(code)).as("%s names %s", page, code).exists();
      }
    }
  }

  @Test
  void classesThatAreNamedAreThere() throws IOException {
    Set<String> classes = classes();
    List<Path> pages =
        pages().filter(p -> p.startsWith("docs/design") || p.endsWith("CONTRIBUTING.md")).toList();
    assertThat(pages).hasSizeGreaterThan(10);
    for (Path page : pages) {
      Set<String> missing =
          all(CODE, withoutBlocks(read(page)))
              .filter(code -> CLASS.matcher(code).matches() && !classes.contains(code))
              .collect(Collectors.toSet());
      assertThat(missing).as("classes that %s names and nobody has", page).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void commandsAreTakenByTheCommandLine(Path page) throws IOException {
    for (String command : commands(read(page))) {
      assertThatCode(() -> Thunderhead.commandLine().parseArgs(ReadmeTest.words(command)))
          .as("%s: %s", page, command)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void eachBlockOfTheReadmeSaysWhatItIs() throws IOException {
    List<String> languages = all(FENCED, read(Path.of("README.md"))).toList();
    assertThat(languages).hasSizeGreaterThan(10);
    assertThat(languages).isSubsetOf("bash", "sql", "python", "text");
  }

  @Test
  void everyDesignNoteIsListed() throws IOException {
    String index = read(Path.of("docs/design/README.md"));
    try (Stream<Path> notes = Files.list(ROOT.resolve("docs/design"))) {
      notes
          .map(note -> note.getFileName().toString())
          .filter(name -> !name.equals("README.md"))
          .forEach(name -> assertThat(index).contains("(" + name + ")"));
    }
  }

  private static List<String> commands(String text) {
    List<String> found = new ArrayList<>();
    FENCED
        .matcher(text)
        .results()
        .map(block -> block.group(2).replaceAll("\\\\\\n\\s*", ""))
        .flatMap(String::lines)
        .filter(
            line -> line.startsWith("./thunderhead ") && !line.startsWith("./thunderhead bench"))
        .forEach(line -> found.add(line.substring("./thunderhead ".length())));
    return found;
  }

  private static Set<String> classes() throws IOException {
    Set<String> names = new HashSet<>();
    for (String module : List.of("connector", "jobs", "minicluster")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".java"))
            .forEach(name -> names.add(name.replace(".java", "")));
      }
    }
    return names;
  }

  /** Anchors of headings as forges make them. */
  private static Set<String> anchors(String text) {
    return withoutBlocks(text)
        .lines()
        .filter(line -> line.matches("#{1,6} .*"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String withoutBlocks(String text) {
    return FENCED.matcher(text).replaceAll("");
  }

  private static String read(Path page) throws IOException {
    return Files.readString(ROOT.resolve(page));
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
  }
}
