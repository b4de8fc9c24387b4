package io.thunderhead.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.checksum.KvChecksum;
import io.thunderhead.codec.Bytes;
import io.thunderhead.codec.TableCodec;
import io.thunderhead.ddl.Catalog;
import io.thunderhead.encode.EncodeSettings;
import io.thunderhead.encode.KvSink;
import io.thunderhead.encode.RowEncoder;
import io.thunderhead.option.ConflictStrategy;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.FrameRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Withholding, deciding and mending leave the KVs of the rows that stay, and no others: random rows
 * against MySQL's way over values, without a cluster.
 */
class MendedTableTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("a", DataTypes.IntegerType)
          .add("b", DataTypes.IntegerType)
          .add("c", DataTypes.StringType)
          .add("d", DataTypes.IntegerType);

  private record Kv(byte[] key, byte[] value) {}

  static List<ConflictShape> shapes() {
    return ConflictShape.ALL;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void holdsWhatStays(ConflictShape shape) {
    Rows table = new Rows(table(shape));
    Random random = new Random(42);
    for (int i = 0; i < 120; i++) {
      List<List<Object>> rows = shape.rows(random, 1 + random.nextInt(30), 3 + random.nextInt(30));
      for (ConflictStrategy strategy :
          List.of(ConflictStrategy.REPLACE, ConflictStrategy.IGNORE, ConflictStrategy.REMOVE)) {
        List<Integer> staying = shape.model().staying(rows, strategy);
        Map<String, String> expected = new TreeMap<>();
        for (int row : staying) {
          for (Kv kv : table.encode(rows.get(row), row + 1)) {
            expected.put(hex(kv.key), hex(kv.value));
          }
        }
        Loaded loaded = new Loaded(table, rows, strategy);
        assertThat(loaded.kvs).as("%s of %s", strategy, rows).isEqualTo(expected);
        assertThat(loaded.sum).isEqualTo(sum(expected));
        assertThat(loaded.found.rows().size()).isEqualTo(shape.model().inConflict(rows).size());
        assertThat(loaded.left.size()).isEqualTo(rows.size() - staying.size());
      }
    }
  }

  /** One load, with maps for the cluster. */
  private static final class Loaded implements Mender.Change {
    private final TreeMap<String, String> kvs = new TreeMap<>();
    private final Conflicts found = new Conflicts();
    private final RowSet left;
    private KvChecksum sum;

    Loaded(Rows table, List<List<Object>> rows, ConflictStrategy strategy) {
      MarkedKeys keys = new MarkedKeys(table.table);
      Stays stays =
          switch (strategy) {
            case IGNORE -> Stays.FIRST;
            case REMOVE -> Stays.NONE;
            default -> Stays.LAST;
          };
      List<Kv> sent = new ArrayList<>();
      for (int row = 0; row < rows.size(); row++) {
        for (Kv kv : table.encode(rows.get(row), row + 1)) {
          Bytes value = new Bytes(16).put(kv.value);
          sent.add(new Kv(kv.key, keys.value(kv.key, value, row + 1)));
        }
      }
      sort(sent);
      ingest(sent, keys, stays);
      left = strategy == ConflictStrategy.IGNORE ? ignored(table, rows, keys) : found.behind();
      sum = sum(kvs);
      mend(table, rows);
    }

    private void ingest(List<Kv> sent, MarkedKeys keys, Stays stays) {
      long index = Long.MIN_VALUE;
      DuplicateFilter filter = null;
      for (Kv kv : sent) {
        long of = TableCodec.indexId(kv.key);
        if (of != index || filter == null) {
          if (filter != null) {
            found.add(filter.end());
          }
          index = of;
          filter = new DuplicateFilter(keys, stays, new RowSet(), Long.MAX_VALUE, this::put);
        }
        filter.add(kv.key, kv.value);
      }
      found.add(filter.end());
    }

    private RowSet ignored(Rows table, List<List<Object>> rows, MarkedKeys keys) {
      List<byte[]> claims = new ArrayList<>();
      for (int row = 0; row < rows.size(); row++) {
        if (found.rows().contains(row + 1)) {
          for (Kv kv : table.encode(rows.get(row), row + 1)) {
            if (keys.contains(kv.key)) {
              claims.add(KeyClaim.of(kv.key, row + 1));
            }
          }
        }
      }
      claims.sort(new KeyClaim.Order());
      InsertIgnore.Steps steps =
          new InsertIgnore.Steps() {
            @Override
            public FirstRows.Round round(FirstRows decided) {
              return decided.walk(claims.iterator());
            }

            @Override
            public RowSet walk(FirstRows decided) {
              throw new AssertionError("few rows need few rounds");
            }
          };
      return new InsertIgnore(steps, 0).left(found);
    }

    private void mend(Rows table, List<List<Object>> rows) {
      List<Kv> again = new ArrayList<>();
      for (int row = 0; row < rows.size(); row++) {
        if (found.rows().contains(row + 1)) {
          for (Kv kv : table.encode(rows.get(row), row + 1)) {
            again.add(new Kv(kv.key, RowMark.marked(kv.value, kv.value.length, row + 1)));
          }
        }
      }
      sort(again);
      Mender mender = new Mender(left, new RowSet(), this);
      again.forEach(kv -> mender.add(kv.key, kv.value));
      assertThat(mender.end()).isEqualTo(found.withheld());
    }

    @Override
    public void put(byte[] key, byte[] value, int valueLength) {
      String old = kvs.put(hex(key), hex(Arrays.copyOf(value, valueLength)));
      assertThat(old).isNull();
      if (sum != null) {
        KvChecksum.Sum put = new KvChecksum.Sum();
        put.add(key, 0, key.length, value, 0, valueLength);
        sum = sum.plus(put.total());
      }
    }

    @Override
    public void delete(byte[] key, byte[] value, int valueLength) {
      String old = kvs.remove(hex(key));
      assertThat(old).isEqualTo(hex(Arrays.copyOf(value, valueLength)));
      KvChecksum.Sum deleted = new KvChecksum.Sum();
      deleted.remove(key, 0, key.length, value, 0, valueLength);
      sum = sum.plus(deleted.total());
    }
  }

  private static void sort(List<Kv> kvs) {
    kvs.sort(Comparator.comparing(Kv::key, Arrays::compareUnsigned));
  }

  private static KvChecksum sum(Map<String, String> kvs) {
    KvChecksum.Sum sum = new KvChecksum.Sum();
    kvs.forEach(
        (key, value) -> {
          byte[] k = HexFormat.of().parseHex(key);
          byte[] v = HexFormat.of().parseHex(value);
          sum.add(k, 0, k.length, v, 0, v.length);
        });
    return sum.total();
  }

  /** A table and the encoder of its rows. */
  private static final class Rows {
    private final TableInfo table;
    private final FrameRow row = new FrameRow(SCHEMA);
    private final RowEncoder encoder;

    Rows(TableInfo table) {
      this.table = table;
      this.encoder =
          new RowEncoder(
              table,
              row.columns(),
              new EncodeSettings(ZoneId.of("UTC"), Set.of(), true, Instant.EPOCH));
    }

    List<Kv> encode(List<Object> values, long rowId) {
      List<Kv> kvs = new ArrayList<>();
      KvSink sink = (key, value) -> kvs.add(new Kv(key.toByteArray(), value.toByteArray()));
      encoder.encode(row.of(RowFactory.create(values.toArray())), rowId, sink);
      return kvs;
    }
  }

  private static TableInfo table(ConflictShape shape) {
    AtomicLong ids = new AtomicLong(98);
    Catalog catalog = new Catalog(ids::incrementAndGet, () -> 1L);
    catalog.execute("CREATE DATABASE d; USE d; " + shape.ddl().formatted("t"));
    return TableInfo.fromJson(
        catalog.table("d", "t").orElseThrow().toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
