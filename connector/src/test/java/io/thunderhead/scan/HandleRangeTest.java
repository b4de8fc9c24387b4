package io.thunderhead.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.codec.TableCodec;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class HandleRangeTest {
  private static final long TABLE = 77;
  private static final KeyRange RECORDS = records();
  private static final BigInteger HALF = BigInteger.TWO.pow(63);

  @Test
  void coversBothEnds() {
    assertThat(range(5, 9).keys(RECORDS, false)).containsExactly(keys(5, 10));
    assertThat(range(-5, Long.MAX_VALUE).keys(RECORDS, false))
        .containsExactly(new KeyRange(TableCodec.recordKey(TABLE, -5), RECORDS.end()));
  }

  @Test
  void findsTheUpperHalfOfUnsignedKeysWhereTheyAreStored() {
    HandleRange around =
        new HandleRange(HALF.subtract(BigInteger.TWO), HALF.add(BigInteger.valueOf(3)));
    assertThat(around.keys(RECORDS, true))
        .containsExactly(
            new KeyRange(TableCodec.recordKey(TABLE, Long.MAX_VALUE - 1), RECORDS.end()),
            keys(Long.MIN_VALUE, Long.MIN_VALUE + 4));
    assertThat(range(-9, 3).keys(RECORDS, true)).containsExactly(keys(0, 4));
  }

  @Test
  void leavesOutWhatNoKeyCanBe() {
    assertThat(range(3, 2).keys(RECORDS, false)).isEmpty();
    assertThat(range(-9, -1).keys(RECORDS, true)).isEmpty();
    assertThat(new HandleRange(HALF, HALF.add(HALF)).keys(RECORDS, false)).isEmpty();
  }

  @Test
  void intersectsAndCovers() {
    assertThat(range(1, 5).intersect(range(4, 9))).isEqualTo(range(4, 5));
    assertThat(range(1, 5).cover(range(8, 9))).isEqualTo(range(1, 9));
    assertThat(range(9, 1).cover(range(8, 9))).isEqualTo(range(8, 9));
    assertThat(List.of(range(1, 0).isEmpty(), range(1, 1).isEmpty())).containsExactly(true, false);
  }

  private static KeyRange records() {
    byte[] end = TableCodec.recordPrefix(TABLE);
    end[end.length - 1]++;
    return new KeyRange(TableCodec.recordPrefix(TABLE), end);
  }

  private static HandleRange range(long from, long to) {
    return new HandleRange(BigInteger.valueOf(from), BigInteger.valueOf(to));
  }

  private static KeyRange keys(long from, long to) {
    return new KeyRange(TableCodec.recordKey(TABLE, from), TableCodec.recordKey(TABLE, to));
  }
}
