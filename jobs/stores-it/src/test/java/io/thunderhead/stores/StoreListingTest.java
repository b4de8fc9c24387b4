package io.thunderhead.stores;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.route.FileLister;
import io.thunderhead.route.ListedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many objects cost few requests: a page of them each, however many folders they lie in. */
@ExtendWith(Stores.class)
class StoreListingTest {
  private static final int OBJECTS = 10_000;
  private static final int PAGES = 10;
  private static final int FOLDERS = 4;

  @Test
  void tenThousandObjectsOfS3AreListedByPages(S3Store s3) throws IOException {
    String bucket = s3.newBucket();
    for (int i = 0; i < OBJECTS; i++) {
      Path object = s3.folder(bucket).resolve(name(i));
      Files.createDirectories(object.getParent());
      Files.write(object, new byte[] {'1', '\n'});
    }
    assertListed(s3.settings(), "s3a://" + bucket + "/export");
    assertThat(
            s3.server().callsOf(bucket).stream()
                .filter(call -> call.query().contains("list-type=2")))
        .hasSizeBetween(PAGES, PAGES + 2);
    assertThat(s3.server().callsOf(bucket)).hasSizeLessThanOrEqualTo(PAGES + 5);
  }

  @Test
  void tenThousandObjectsOfGoogleAreListedByPages(GcsStore gcs) {
    String bucket = gcs.newBucket();
    for (int i = 0; i < OBJECTS; i++) {
      gcs.put(bucket, name(i), new byte[] {'1', '\n'});
    }
    assertListed(gcs.settings(), "gs://" + bucket + "/export");
    // Its connector walks folders: a page or more of each, and a look at the folder itself.
    assertThat(gcs.server().callsOf(bucket)).hasSizeBetween(PAGES, PAGES + 3 * FOLDERS + 5);
  }

  private static String name(int i) {
    return "export/day=%02d/part-%05d.csv".formatted(i % FOLDERS, i);
  }

  private static void assertListed(Map<String, String> settings, String path) {
    Configuration hadoop = new Configuration();
    settings.forEach(hadoop::set);
    List<ListedFile> files = new FileLister(hadoop).list(List.of(path));
    assertThat(files).hasSize(OBJECTS);
    assertThat(files.get(0).path()).isEqualTo(path + "/day=00/part-00000.csv");
    assertThat(files).allMatch(file -> file.length() == 2);
  }
}
