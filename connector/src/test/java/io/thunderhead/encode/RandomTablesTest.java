package io.thunderhead.encode;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.TableCodec;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.schema.TableInfo;
import io.thunderhead.source.SourceRow;
import io.thunderhead.type.InputColumns;
import io.thunderhead.type.SqlMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random tables and texts: a row is stored whole or refused by name, and what is stored reads back.
 */
class RandomTablesTest {
  private static final int TABLES = 250;
  private static final int ROWS = 25;

  @ParameterizedTest
  @ValueSource(strings = {"", "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE"})
  void storesRowsThatReadBackOrRefusesThem(String mode) {
    int stored = 0;
    for (int seed = 0; seed < TABLES; seed++) {
      RandomTable random = new RandomTable(seed);
      String ddl = random.ddl();
      TableInfo table = SqlTable.of(ddl);
      Set<SqlMode> modes = SqlMode.parse(mode);
      RowEncoder encoder =
          new RowEncoder(
              table,
              InputColumns.of(random.names()),
              new EncodeSettings(ZoneOffset.UTC, modes, true, Instant.EPOCH));
      RowDecoder decoder = new RowDecoder(table, ZoneOffset.UTC);
      for (int i = 1; i <= ROWS; i++) {
        List<String> row = random.row();
        KvCollector kvs = encode(encoder, random.names(), row, i, ddl);
        if (kvs != null) {
          stored++;
          assertReadsBack(decoder, kvs, i, ddl + " " + row);
        }
      }
    }
    assertThat(stored).isGreaterThan(mode.isEmpty() ? TABLES * ROWS / 2 : TABLES);
  }

  /** Returns the pairs of a row, null when it is refused. */
  private static KvCollector encode(
      RowEncoder encoder, List<String> names, List<String> row, int rowId, String ddl) {
    SourceRow input = new SourceRow();
    input.start(InputColumns.of(names), "", 0);
    for (String value : row) {
      if (value == null) {
        input.putNull();
      } else {
        input.buffer().put(value.getBytes(StandardCharsets.UTF_8));
        input.endText();
      }
    }
    KvCollector kvs = new KvCollector();
    try {
      encoder.encode(input, rowId, kvs);
      return kvs;
    } catch (LoadException e) {
      assertThat(e.code()).as("%s %s: %s", ddl, row, e.getMessage()).isEqualTo(ErrorCode.BAD_ROW);
      return null;
    } catch (RuntimeException e) {
      throw new AssertionError(ddl + " " + row, e);
    }
  }

  private static void assertReadsBack(RowDecoder decoder, KvCollector kvs, int rowId, String what) {
    Map.Entry<String, String> record =
        kvs.kvs().entrySet().stream()
            .filter(kv -> TableCodec.isRecordKey(HexFormat.of().parseHex(kv.getKey())))
            .findFirst()
            .orElseThrow();
    List<String> texts =
        decoder.decode(
            HexFormat.of().parseHex(record.getKey()), HexFormat.of().parseHex(record.getValue()));
    assertThat(DecodedRows.encode(decoder, texts, rowId))
        .as(what + " " + texts)
        .isEqualTo(kvs.kvs());
  }
}
