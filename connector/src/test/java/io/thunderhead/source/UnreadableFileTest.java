package io.thunderhead.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class UnreadableFileTest {
  private static final String PATH = "s3a://bucket/in/a.csv";

  @Test
  void aListedFileThatIsGoneHasChanged() {
    LoadException told = UnreadableFile.toRead(PATH, new FileNotFoundException("no such file"));
    assertThat(told.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
    assertThat(told).hasMessageContainingAll(PATH, "no such file", "run it again");
  }

  @Test
  void aMessageThatNamesTheFileStays() {
    String message = PATH + ": cut off at byte 9. Copy it again.";
    assertThat(UnreadableFile.toRead(PATH, new IOException(message))).hasMessage(message);
  }

  @Test
  void tellsTheRemedyOfEachCause() {
    assertRemedy(new IOException("No FileSystem for scheme \"gs\""), "gcs-connector");
    assertRemedy(
        new RuntimeException(new ClassNotFoundException("Class a.S3AFileSystem not found")),
        "hadoop-aws");
    assertRemedy(new IOException("open", new ConnectException("refused")), "Check the endpoint");
    assertRemedy(new AccessDeniedException(PATH), "may list and read");
    assertRemedy(new IOException("Error Code: ExpiredToken"), "get new ones");
    assertRemedy(new IOException("Status Code: 503; SlowDown"), "fewer tasks");
    assertRemedy(new IOException("odd"), "Check the path");
  }

  @Test
  void tellsTheInnermostCauseInOneShortLine() {
    IOException cause = new IOException("first\n  second" + "x".repeat(1000));
    String message = UnreadableFile.toOpen(PATH, new IOException("outer", cause)).getMessage();
    assertThat(message).contains("first second").doesNotContain("outer", "\n");
    assertThat(message.length()).isLessThan(500);
  }

  @Test
  void refusesAPathWithASecretAndDoesNotRepeatIt() {
    assertThatThrownBy(() -> UnreadableFile.checkNoLogin("s3a://KEY:open/sesame@bucket/a"))
        .isInstanceOf(LoadException.class)
        .hasMessageContaining("s3a://***@bucket/a")
        .hasMessageNotContaining("sesame");
  }

  @Test
  void takesHostsWithPortsAndNamesWithSigns() {
    assertThatCode(() -> UnreadableFile.checkNoLogin("hdfs://user@host:8020/a:b@c"))
        .doesNotThrowAnyException();
    assertThatCode(() -> UnreadableFile.checkNoLogin("hdfs://host:8020/a@b"))
        .doesNotThrowAnyException();
    assertThatCode(() -> UnreadableFile.checkNoLogin("s3a://bucket/a:b@c"))
        .doesNotThrowAnyException();
  }

  private static void assertRemedy(Exception failure, String remedy) {
    assertThat(UnreadableFile.toOpen(PATH, failure)).hasMessageContainingAll(PATH, remedy);
  }
}
