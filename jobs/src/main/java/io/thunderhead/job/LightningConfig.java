package io.thunderhead.job;

import io.thunderhead.route.FileRule;
import io.thunderhead.route.TableRoute;
import java.nio.file.Path;
import java.util.List;

/** What is taken of a {@code tidb-lightning.toml}. */
record LightningConfig(
    List<String> filter,
    List<FileRule> rules,
    boolean defaultRules,
    List<TableRoute> routes,
    String sourceId,
    boolean caseSensitive) {
  static final LightningConfig EMPTY =
      new LightningConfig(List.of(), List.of(), true, List.of(), "", false);

  static LightningConfig read(Path file) {
    return EMPTY;
  }
}
