package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MvccTest {
  @TempDir private Path directory;
  private StoreEngine engine;

  @BeforeEach
  void open() {
    engine = new StoreEngine(directory);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static byte[] key(String raw) {
    return Keys.encode(raw.getBytes(Texts.UTF8));
  }

  private void version(String raw, long ts, WriteRecord record) {
    engine.write(List.of(Mutation.put(Cf.WRITE, Keys.withTs(key(raw), ts), record.toBytes())));
  }

  private void put(String raw, long ts, String value) {
    version(raw, ts, WriteRecord.put(ts - 1, value.getBytes(Texts.UTF8), 0));
  }

  private String get(String raw, ReadView view) throws KeyLockedException {
    try (EngineSnapshot snapshot = engine.snapshot()) {
      byte[] value = new MvccReader(snapshot, view).get(key(raw));
      return value == null ? null : new String(value, Texts.UTF8);
    }
  }

  private List<String> scan(long ts, boolean reverse) {
    List<String> found = new ArrayList<>();
    try (EngineSnapshot snapshot = engine.snapshot();
        MvccScanner scanner =
            new MvccScanner(snapshot, new byte[0], new byte[0], ReadView.at(ts), reverse, false)) {
      for (MvccScanner.Entry entry = scanner.next(); entry != null; entry = scanner.next()) {
        String shown = entry.locked() != null ? "locked" : new String(entry.value(), Texts.UTF8);
        found.add(new String(entry.rawKey(), Texts.UTF8) + "=" + shown);
      }
    }
    return found;
  }

  @Test
  void readsTheNewestVersionAtOrBelowTheTimestamp() throws KeyLockedException {
    put("k", 10, "old");
    put("k", 20, "new");
    assertThat(get("k", ReadView.at(9))).isNull();
    assertThat(get("k", ReadView.at(10))).isEqualTo("old");
    assertThat(get("k", ReadView.at(19))).isEqualTo("old");
    assertThat(get("k", ReadView.at(20))).isEqualTo("new");
  }

  @Test
  void passesLocksAndRollbacksAndStopsAtADelete() throws KeyLockedException {
    put("k", 10, "value");
    version("k", 12, WriteRecord.of(WriteRecord.Type.ROLLBACK, 12, 0));
    version("k", 14, WriteRecord.of(WriteRecord.Type.LOCK, 13, 0));
    version("k", 16, WriteRecord.of(WriteRecord.Type.DELETE, 15, 0));
    assertThat(get("k", ReadView.at(15))).isEqualTo("value");
    assertThat(get("k", ReadView.at(16))).isNull();
  }

  @Test
  void takesLongValuesFromTheDefaultFamilyAtTheStartTimestamp() throws KeyLockedException {
    version("k", 10, WriteRecord.put(9, null, 0));
    assertThatThrownBy(() -> get("k", ReadView.at(10)))
        .isInstanceOf(DefaultNotFoundException.class);
    engine.write(
        List.of(Mutation.put(Cf.DEFAULT, Keys.withTs(key("k"), 9), "long".getBytes(Texts.UTF8))));
    assertThat(get("k", ReadView.at(10))).isEqualTo("long");
  }

  @Test
  void scansBothWaysOverManyVersions() {
    for (int version = 1; version <= 20; version++) {
      put("a", version * 10L, "a" + version);
      put("b", version * 10L, "b" + version);
    }
    put("ab", 500, "later");
    assertThat(scan(105, false)).containsExactly("a=a10", "b=b10");
    assertThat(scan(105, true)).containsExactly("b=b10", "a=a10");
    assertThat(scan(500, true)).containsExactly("b=b20", "ab=later", "a=a20");
    assertThat(scan(5, false)).isEmpty();
  }

  @Test
  void refusesToReadPastALockOfAnOlderTransaction() throws KeyLockedException {
    put("k", 10, "value");
    LockRecord lock =
        new LockRecord(
            LockRecord.Type.PUT, key("p"), 30, 1000, "locked".getBytes(Texts.UTF8), 1, 0);
    engine.write(List.of(Mutation.put(Cf.LOCK, key("k"), lock.toBytes())));

    assertThat(get("k", ReadView.at(29))).isEqualTo("value");
    assertThatThrownBy(() -> get("k", ReadView.at(30)))
        .isInstanceOfSatisfying(
            KeyLockedException.class, e -> assertThat(e.lock().getLockVersion()).isEqualTo(30));
    assertThat(scan(30, false)).containsExactly("k=locked");
    assertThat(scan(30, true)).containsExactly("k=locked");
    assertThat(get("k", new ReadView(30, true, Set.of(30L), Set.of()))).isEqualTo("value");
    assertThat(get("k", new ReadView(30, true, Set.of(), Set.of(30L)))).isEqualTo("locked");
    assertThat(get("k", new ReadView(30, false, Set.of(), Set.of()))).isEqualTo("value");
  }

  @Test
  void seesAKeyThatIsOnlyLocked() {
    LockRecord lock = new LockRecord(LockRecord.Type.PUT, key("p"), 30, 1000, new byte[] {1}, 1, 0);
    engine.write(List.of(Mutation.put(Cf.LOCK, key("m"), lock.toBytes())));
    put("a", 10, "x");
    put("z", 10, "y");
    assertThat(scan(40, false)).containsExactly("a=x", "m=locked", "z=y");
    assertThat(scan(40, true)).containsExactly("z=y", "m=locked", "a=x");
  }
}
