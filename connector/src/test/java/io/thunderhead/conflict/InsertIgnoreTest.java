package io.thunderhead.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which rows stay when each is inserted unless one of its keys is there. */
class InsertIgnoreTest {
  @TempDir private Path folder;

  @Test
  void decidesAsRowsOneByOneDo() {
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      int rows = 1 + random.nextInt(60);
      List<Set<Integer>> keys = new ArrayList<>();
      for (int row = 0; row < rows; row++) {
        Set<Integer> own = new HashSet<>();
        for (int k = random.nextInt(4); k > 0; k--) {
          own.add(random.nextInt(1 + rows / (1 + i % 3)));
        }
        keys.add(own);
      }
      Set<Long> expected = oneByOne(keys);
      assertThat(left(keys, 0, 3)).isEqualTo(expected);
      assertThat(left(keys, Long.MAX_VALUE, 3)).isEqualTo(expected);
      assertThat(left(keys, rows / 4, 1000)).isEqualTo(expected);
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void decidesAChainInWhichEachRowHangsOnTheOneBefore() {
    List<Set<Integer>> keys = new ArrayList<>();
    for (int row = 0; row < 5000; row++) {
      keys.add(Set.of(row, row + 1));
    }
    Set<Long> left = left(keys, 0, 50);
    assertThat(left).hasSize(2500).contains(2L, 5000L).doesNotContain(1L, 4999L);
  }

  @Test
  void keepsTheFirstOfManyRowsOfOneKey() {
    List<Set<Integer>> keys = new ArrayList<>();
    for (int row = 0; row < 3000; row++) {
      keys.add(Set.of(1));
    }
    assertThat(left(keys, 0, 10)).hasSize(2999).doesNotContain(1L);
  }

  private static Set<Long> oneByOne(List<Set<Integer>> keys) {
    Set<Integer> taken = new HashSet<>();
    Set<Long> left = new HashSet<>();
    for (int row = 0; row < keys.size(); row++) {
      if (keys.get(row).stream().anyMatch(taken::contains)) {
        left.add(row + 1L);
      } else {
        taken.addAll(keys.get(row));
      }
    }
    return left;
  }

  private Set<Long> left(List<Set<Integer>> keys, long forWalk, int held) {
    Map<Integer, List<Long>> groups = new TreeMap<>();
    for (int row = 0; row < keys.size(); row++) {
      for (int key : keys.get(row)) {
        groups.computeIfAbsent(key, each -> new ArrayList<>()).add(row + 1L);
      }
    }
    groups.values().removeIf(rows -> rows.size() == 1);
    RowSet involved = new RowSet();
    RowSet behind = new RowSet();
    List<byte[]> claims = new ArrayList<>();
    groups.forEach(
        (key, rows) -> {
          rows.forEach(involved::add);
          rows.stream().skip(1).forEach(behind::add);
          byte[] raw = new Bytes(8).putLong(key).toByteArray();
          rows.forEach(row -> claims.add(KeyClaim.of(raw, row)));
        });
    Conflicts found = new Conflicts();
    found.add(
        new Duplicates(
            Map.of(1L, involved), behind, new io.thunderhead.checksum.KvChecksum(0, 1, 0)));
    claims.sort(new KeyClaim.Order());
    RowSet left = new InsertIgnore(new InMemory(claims, held), forWalk).left(found);
    return Stream.iterate(1L, row -> row + 1)
        .limit(keys.size())
        .filter(left::contains)
        .collect(Collectors.toSet());
  }

  private final class InMemory implements InsertIgnore.Steps {
    private final Collection<byte[]> claims;
    private final int held;

    InMemory(Collection<byte[]> claims, int held) {
      this.claims = claims;
      this.held = held;
    }

    @Override
    public FirstRows.Round round(FirstRows decided) {
      return decided.walk(claims.iterator());
    }

    @Override
    public RowSet walk(FirstRows decided) {
      List<ChainLink> links = new ArrayList<>();
      new ChainLinks(decided, claims.iterator(), 1L << 40).forEachRemaining(links::add);
      links.sort(Comparator.comparingLong(ChainLink::row).thenComparingLong(ChainLink::group));
      try (ClaimQueue queue = new ClaimQueue(Files.createDirectories(folder), held)) {
        ChainWalk walk = new ChainWalk(queue);
        links.forEach(link -> walk.add(ChainLink.of(link.key(), link.value())));
        return walk.end();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
