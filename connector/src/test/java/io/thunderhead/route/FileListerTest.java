package io.thunderhead.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.LoadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileListerTest {
  @TempDir private Path folder;

  @Test
  void listsAFolderWithAllBelowItInOrder() throws IOException {
    make("b.csv", "a/2.csv", "a/1.csv", "_SUCCESS", ".hidden.csv", "a/_temporary/x.csv");
    assertThat(names("")).containsExactly("a/1.csv", "a/2.csv", "b.csv");
  }

  @Test
  void takesWildcardsWithinOnePartOfAPath() throws IOException {
    make("t1.csv", "t2.csv", "t10.csv", "x/t1.csv", "u.csv");
    assertThat(names("t?.csv")).containsExactly("t1.csv", "t2.csv");
    assertThat(names("t[12].csv")).containsExactly("t1.csv", "t2.csv");
    assertThat(names("t*.csv")).containsExactly("t1.csv", "t10.csv", "t2.csv");
    assertThat(names("*/t1.csv")).containsExactly("t1.csv");
    assertThat(names("{u,t1}.csv")).containsExactly("t1.csv", "u.csv");
  }

  @Test
  void takesAFileWhoseNameLooksLikeAWildcard() throws IOException {
    make("t[1].csv", "t1.csv");
    assertThat(names("t[1].csv")).containsExactly("t[1].csv");
  }

  @Test
  void listsAFileOnceHoweverOftenItIsAskedFor() throws IOException {
    make("a.csv", "b.csv");
    List<String> paths = List.of(folder + "/*.csv", folder + "/a.csv", folder.toString());
    assertThat(new FileLister(new Configuration()).list(paths)).hasSize(2);
  }

  @Test
  void namesAPathThatMatchesNothing() throws IOException {
    make("a.csv");
    for (String path : List.of("none.csv", "n*.csv", "none/")) {
      assertThatThrownBy(() -> names(path))
          .isInstanceOf(LoadException.class)
          .hasMessageContaining("no file matches")
          .hasMessageContaining(path.replace("/", ""));
    }
  }

  @Test
  void readsS3WithS3aUnlessThePlatformBringsItsOwn() {
    Configuration hadoop = new Configuration();
    assertThat(FileLister.withKnownScheme("s3://bucket/a", hadoop)).isEqualTo("s3a://bucket/a");
    hadoop.set("fs.s3.impl", "org.apache.hadoop.fs.LocalFileSystem");
    assertThat(FileLister.withKnownScheme("s3://bucket/a", hadoop)).isEqualTo("s3://bucket/a");
    assertThat(FileLister.withKnownScheme("gs://bucket/a", hadoop)).isEqualTo("gs://bucket/a");
  }

  private List<String> names(String path) {
    return new FileLister(new Configuration())
        .list(List.of(folder + "/" + path)).stream().map(ListedFile::name).toList();
  }

  private void make(String... names) throws IOException {
    for (String name : Stream.of(names).toList()) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  @Test
  void namesTheSettingForEachParameterOfTidbsAddresses() {
    FileLister lister = new FileLister(new Configuration());
    assertThatThrownBy(
            () -> lister.list(List.of("s3://b/t.csv?access-key=AK&secret_access_key=top&x=1")))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("access-key=fs.s3a.access.key, secret-access-key=fs.s3a.secret.key")
        .hasMessageNotContaining("AK")
        .hasMessageNotContaining("top");
    assertThatThrownBy(() -> lister.list(List.of("gs://b/t.csv?credentials-file=/k.json")))
        .hasMessageContaining("fs.gs.auth.service.account.json.keyfile");
  }
}
