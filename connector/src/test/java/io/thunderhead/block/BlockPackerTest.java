package io.thunderhead.block;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlockPackerTest {
  private static final byte[] TAIL = {'!', '?'};

  @Test
  void endsABlockAtItsSize() {
    BlockPacker packer = new BlockPacker(2, 20, 1 << 20);
    put(packer, 1, "key-1", "value-1", 0);
    packer.keepRow();
    assertThat(packer.isReady()).isFalse();
    put(packer, 1, "key-2", "value-2", 0);
    packer.keepRow();
    assertThat(drain(packer)).containsExactly("1: key-1=value-1 key-2=value-2");
  }

  @Test
  void forgetsTheKvsOfARowThatIsNotLoaded() {
    BlockPacker packer = new BlockPacker(2, 1000, 1 << 20);
    put(packer, 0, "a", "1", 0);
    packer.keepRow();
    put(packer, 0, "b", "2", 0);
    put(packer, 1, "c", "3", 0);
    put(packer, 0, "d", "4", 0);
    packer.dropRow();
    put(packer, 0, "e", "5", 0);
    packer.keepRow();
    packer.endAll();
    assertThat(drain(packer)).containsExactly("0: a=1 e=5");
  }

  @Test
  void putsATailBehindAValue() {
    BlockPacker packer = new BlockPacker(1, 1000, 1 << 20);
    put(packer, 0, "a", "1", 1);
    put(packer, 0, "b", "", 2);
    packer.keepRow();
    packer.endAll();
    assertThat(drain(packer)).containsExactly("0: a=1! b=!?");
  }

  @Test
  void endsAllBlocksWhenTheyTakeTooMuchMemory() {
    BlockPacker packer = new BlockPacker(3, 1 << 20, 10_000);
    put(packer, 0, "a", "1", 0);
    put(packer, 2, "b", "v".repeat(300), 0);
    packer.keepRow();
    assertThat(packer.isReady()).isFalse();
    put(packer, 1, "c", "w".repeat(9000), 0);
    packer.keepRow();
    assertThat(drain(packer))
        .containsExactly("0: a=1", "1: c=" + "w".repeat(9000), "2: b=" + "v".repeat(300));
    assertThat(packer.isReady()).isFalse();
  }

  @Test
  void tellsLengthsOfMoreThanSevenBits() {
    BlockPacker packer = new BlockPacker(1, 1 << 20, 1 << 20);
    String key = "k".repeat(300);
    String value = "v".repeat(70_000);
    put(packer, 0, key, value, 0);
    put(packer, 0, "last", "", 0);
    packer.keepRow();
    packer.endAll();
    assertThat(drain(packer)).containsExactly("0: " + key + "=" + value + " last=");
  }

  private static void put(BlockPacker packer, int partition, String key, String value, int tail) {
    packer.put(
        partition,
        new Bytes(0).put(key.getBytes(UTF_8)),
        new Bytes(0).put(value.getBytes(UTF_8)),
        TAIL,
        tail);
  }

  private static List<String> drain(BlockPacker packer) {
    List<String> blocks = new ArrayList<>();
    for (BlockPacker.Block block = packer.poll(); block != null; block = packer.poll()) {
      SortedBlocks kvs = new SortedBlocks();
      kvs.add(block.bytes());
      List<String> told = new ArrayList<>();
      KvCursor each = kvs.sorted();
      while (each.next()) {
        told.add(new String(each.key(), UTF_8) + "=" + new String(each.value(), UTF_8));
      }
      blocks.add(block.partition() + ": " + String.join(" ", told));
    }
    return blocks;
  }
}
