package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeTest {

  @Test
  void leavesNoThreadsBehind() {
    List<Thread> before = List.copyOf(Thread.getAllStackTraces().keySet());
    MiniCluster cluster = MiniCluster.builder().stores(2).replicas(2).start();
    cluster.write(List.of(new KeyValue(new byte[] {'t'}, new byte[] {1})));
    cluster.close();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .noneMatch(thread -> thread.getName().startsWith("mini-")));
  }

  @Test
  void keepsAFolderThatWasGiven(@TempDir Path folder) {
    MiniCluster.builder().stores(1).replicas(1).directory(folder).start().close();
    assertThat(Files.isDirectory(folder.resolve("store-1").resolve("db"))).isTrue();
  }

  @Test
  void refusesMoreReplicasThanStores() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MiniCluster.builder().stores(1).replicas(3).start())
        .withMessageContaining("replicas: 3");
  }

  @Test
  void readsTheCommandLine() {
    MiniClusterMain.Arguments arguments =
        MiniClusterMain.Arguments.parse(new String[] {"--stores", "1", "--port", "2379"});
    assertThat(arguments.replicas()).isEqualTo(1);
    assertThat(arguments.port()).isEqualTo(2379);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MiniClusterMain.Arguments.parse(new String[] {"--speed", "9"}))
        .withMessageContaining("no such option");
  }
}
