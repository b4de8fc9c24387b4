package io.thunderhead.job;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The terminal that standard error goes to, if there is one. */
final class Terminal {
  private static final int USUAL_COLUMNS = 80;
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
  private static final File DEVICE = new File("/dev/tty");

  private static volatile boolean inUse;
  private static volatile int columns;

  private Terminal() {}

  /** Looks whether there is one, for a process whose standard streams are all its own. */
  static void use() {
    inUse = isThere() && !"dumb".equals(System.getenv("TERM"));
    columns = inUse ? askColumns() : 0;
  }

  static boolean isInUse() {
    return inUse;
  }

  static int columns() {
    return columns;
  }

  /** Systems without that file tell plain lines: what Java tells of consoles depends on its age. */
  private static boolean isThere() {
    try {
      String device = Files.readSymbolicLink(STANDARD_ERROR).toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }

  /** Java cannot tell; {@code stty} of the terminal can. */
  private static int askColumns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(DEVICE)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String[] size =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
              .strip()
              .split(" ");
      boolean good = stty.waitFor(1, TimeUnit.SECONDS) && stty.exitValue() == 0;
      int found = good && size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return found > 0 ? found : USUAL_COLUMNS;
    } catch (IOException | NumberFormatException e) {
      return USUAL_COLUMNS;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL_COLUMNS;
    }
  }
}
