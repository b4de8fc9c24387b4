package io.thunderhead.block;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KvSorterTest {
  private static final byte[] NOTHING = new byte[0];

  private final MemorySpills spills = new MemorySpills();

  @Test
  void sortsKeysThatDifferBehindManySharedBytes() {
    List<String> keys =
        IntStream.range(0, 5000).mapToObj("a prefix that all keys share %07d"::formatted).toList();
    assertSorts(keys, Long.MAX_VALUE);
  }

  @Test
  void sortsGroupsOfKeysThatAreEqualInTheirFirstBytes() {
    List<String> keys = new ArrayList<>();
    for (int group = 0; group < 3; group++) {
      for (int i = 0; i < 1500; i++) {
        keys.add("t_r%d0123456789%05d-tail".formatted(group, i));
      }
    }
    assertSorts(keys, Long.MAX_VALUE);
  }

  @Test
  void ordersAKeyBeforeTheSameKeyWithZerosBehind() {
    List<String> keys = new ArrayList<>();
    for (int length = 0; length < 600; length++) {
      keys.add("k" + "\0".repeat(length));
    }
    keys.add("j");
    assertSorts(keys, Long.MAX_VALUE);
  }

  @Test
  void sortsKeysThatDifferInFewBytesFarApart() {
    Random random = new Random(5);
    List<String> keys =
        IntStream.range(0, 6000)
            .mapToObj(
                i ->
                    "t%c0000000%c______%c%s"
                        .formatted(
                            random.nextInt(3) + 1,
                            random.nextInt(256),
                            random.nextInt(2),
                            "\0".repeat(random.nextInt(70)) + (char) random.nextInt(4)))
            .toList();
    assertSorts(keys, Long.MAX_VALUE);
    assertSorts(keys, 200_000);
  }

  @Test
  void sortsRandomKeysOfAnyLength() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      int values = 1 + random.nextInt(3);
      int longest = 1 + random.nextInt(90);
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        StringBuilder key = new StringBuilder();
        for (int length = random.nextInt(longest); length > 0; length--) {
          key.append((char) random.nextInt(values));
        }
        keys.add(key.toString());
      }
      assertSorts(keys, Long.MAX_VALUE);
    }
  }

  @Test
  void comparesBytesWithoutSign() {
    List<String> keys =
        IntStream.range(0, 256).mapToObj(i -> "k" + (char) i + "x").collect(Collectors.toList());
    assertSorts(keys, Long.MAX_VALUE);
  }

  @Test
  void keepsEveryOneOfEqualKeys() {
    List<String> keys = new ArrayList<>(Collections.nCopies(3000, "the same key"));
    keys.addAll(Collections.nCopies(300, "another"));
    assertSorts(keys, Long.MAX_VALUE);
    assertSorts(keys, 10_000);
  }

  @Test
  void mergesRunsThatDidNotFitIntoMemory() {
    List<String> keys = IntStream.range(0, 20_000).mapToObj("key %06d"::formatted).toList();
    int runs = assertSorts(keys, 100_000);
    assertThat(runs).isGreaterThan(3);
    assertThat(spills.deleted).isEqualTo(runs);
  }

  @Test
  void sortsBlocksThatAreLargerThanTheRoom() {
    List<String> keys = IntStream.range(0, 2000).mapToObj("key %06d"::formatted).toList();
    assertThat(assertSorts(keys, 1)).isPositive();
  }

  @Test
  void hasNothingWithoutBlocks() {
    assertSorts(List.of(), 1);
  }

  /** Sorts the keys, each with a value of its own, and returns how many runs were set aside. */
  private int assertSorts(List<String> keys, long room) {
    List<String> shuffled = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      shuffled.add(keys.get(i) + "=" + i + "v".repeat(i % 300));
    }
    List<String> expected = shuffled.stream().sorted(KvSorterTest::byKey).toList();
    Collections.shuffle(shuffled, new Random(7));
    List<String> found = new ArrayList<>();
    int runs;
    try (KvSorter sorter = new KvSorter(new Bound(room), spills)) {
      for (int from = 0; from < shuffled.size(); from += 100) {
        sorter.add(block(shuffled.subList(from, Math.min(from + 100, shuffled.size()))));
      }
      KvCursor sorted = sorter.sorted();
      while (sorted.next()) {
        found.add(
            new String(sorted.key(), ISO_8859_1) + "=" + new String(sorted.value(), ISO_8859_1));
      }
      runs = sorter.runs();
    }
    assertThat(keysOf(found)).isEqualTo(keysOf(expected));
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    return runs;
  }

  private static List<String> keysOf(List<String> kvs) {
    return kvs.stream().map(KvSorterTest::keyOf).toList();
  }

  private static String keyOf(String kv) {
    return kv.substring(0, kv.indexOf('='));
  }

  private static int byKey(String a, String b) {
    return keyOf(a).compareTo(keyOf(b));
  }

  private static byte[] block(List<String> kvs) {
    BlockPacker packer = new BlockPacker(1, 1 << 20, 1 << 20);
    for (String kv : kvs) {
      Bytes key = new Bytes(0).put(keyOf(kv).getBytes(ISO_8859_1));
      Bytes value = new Bytes(0).put(kv.substring(kv.indexOf('=') + 1).getBytes(ISO_8859_1));
      packer.put(0, key, value, NOTHING, 0);
      packer.keepRow();
    }
    packer.endAll();
    return packer.poll().bytes();
  }

  /** Room of so many bytes. */
  private static final class Bound implements Room {
    private final long most;
    private long taken;

    Bound(long most) {
      this.most = most;
    }

    @Override
    public boolean take(long bytes) {
      if (bytes > most - taken) {
        return false;
      }
      taken += bytes;
      return true;
    }

    @Override
    public void giveBack() {
      taken = 0;
    }
  }

  private static final class MemorySpills implements Spills {
    private int deleted;

    @Override
    public Spill create() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      return new Spill() {
        @Override
        public OutputStream write() {
          return bytes;
        }

        @Override
        public InputStream read() {
          return new ByteArrayInputStream(bytes.toByteArray());
        }

        @Override
        public void delete() {
          deleted++;
        }
      };
    }
  }
}
