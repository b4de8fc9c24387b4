package io.thunderhead.contract;

import static io.thunderhead.contract.WireReader.checksumOptions;
import static io.thunderhead.contract.WireReader.range;
import static org.assertj.core.api.Assertions.assertThat;

import com.pingcap.tidb.tipb.ChecksumRequest;
import com.pingcap.tidb.tipb.ChecksumRewriteRule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.tikv.kvproto.Coprocessor;
import org.tikv.shade.com.google.protobuf.ByteString;

/** The checksum coprocessor: CRC64 of raw key and value, XORed (import-protocol 4.1, 4.2, 12). */
@Contract(
    spec = {"4.1", "4.2", "12"},
    calls = {"tikvpb.Tikv/Coprocessor"})
@ExtendWith(ContractCluster.class)
class ChecksumTest {
  private static final ChecksumRequest PLAIN = checksumOptions().build();

  private final Wire wire;
  private final WireImport imports;
  private final WireReader reader;
  private final WireSpan span;

  ChecksumTest(Wire wire, WireTable table) {
    this.wire = wire;
    this.imports = new WireImport(wire);
    this.reader = new WireReader(wire);
    this.span = table.span();
  }

  @Test
  void isThatOfTheKnownVectors() {
    var fresh = WireTable.create(wire);
    Kv[] rows = {
      new Kv(WireKeys.recordKey(fresh.id(), 1), WireKeys.bytes("80000100000001010061")),
      new Kv(WireKeys.recordKey(fresh.id(), 2), WireKeys.bytes("80000100000001010062"))
    };
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    ChecksumRequest asTable100 =
        rewrite(WireKeys.recordPrefix(100), WireKeys.recordPrefix(fresh.id()));
    assertThat(sum(ts, asTable100, rows[0].key(), rows[1].key()))
        .isEqualTo(new Sum(0x51FA87F3FA5EA1CFL, 1, 29));
    assertThat(sum(ts, asTable100, rows[0].key(), fresh.end()))
        .isEqualTo(new Sum(0x5D5669C6AE008E4DL, 2, 58));
    fresh.close();
  }

  @Test
  void ofAnEmptyRangeIsZero() {
    assertThat(reader.checksum(span.start(), span.end(), wire.pd().tso())).isEqualTo(Sum.ZERO);
  }

  @Test
  void countsShortAndLargeValuesAlike() {
    Kv[] rows = {
      span.row(0, ""), span.row(1, "x".repeat(255)), span.row(2, "x".repeat(256)), span.row(3, "y")
    };
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    assertThat(reader.checksum(span.start(), span.end(), ts)).isEqualTo(Sum.of(rows));
  }

  @Test
  void isTakenOfTheSnapshotAtItsTimestamp() {
    long first = wire.pd().tso();
    long second = wire.pd().tso();
    imports.load(first, span.row(0, "old"), span.row(1, "kept"));
    imports.load(second, span.row(0, "new"));
    assertThat(reader.checksum(span.start(), span.end(), first - 1)).isEqualTo(Sum.ZERO);
    assertThat(reader.checksum(span.start(), span.end(), second - 1))
        .isEqualTo(Sum.of(span.row(0, "old"), span.row(1, "kept")));
    assertThat(reader.checksum(span.start(), span.end(), second))
        .isEqualTo(Sum.of(span.row(0, "new"), span.row(1, "kept")));
  }

  @Test
  void leavesDeletedRowsOut() {
    long put = wire.pd().tso();
    long delete = wire.pd().tso();
    imports.load(put, span.rows(3));
    imports.delete(delete, span.key(1));
    assertThat(reader.checksum(span.start(), span.end(), delete))
        .isEqualTo(Sum.of(span.row(0, "value-0"), span.row(2, "value-2")));
  }

  @Test
  void includesTheStartAndExcludesTheEndOfARange() {
    Kv[] rows = span.rows(10);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    assertThat(sum(ts, PLAIN, span.key(2), span.key(5)))
        .isEqualTo(Sum.of(Arrays.copyOfRange(rows, 2, 5)));
    assertThat(sum(ts, PLAIN, span.key(2), WireKeys.concat(span.key(5), new byte[] {0})))
        .isEqualTo(Sum.of(Arrays.copyOfRange(rows, 2, 6)));
  }

  @Test
  void addsTheRangesOfOneRequestUp() {
    Kv[] rows = span.rows(10);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    Sum sum =
        Wire.settled(
            () ->
                WireReader.sum(
                    reader.checksum(
                        span.region(),
                        ts,
                        PLAIN,
                        range(span.key(0), span.key(2)),
                        range(span.key(5), span.key(7)))));
    assertThat(sum).isEqualTo(Sum.of(rows[0], rows[1], rows[5], rows[6]));
  }

  @Test
  void addsUpOverRegions() {
    Kv[] rows = span.rows(30);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    wire.split(span.key(10), span.key(20));
    Sum first = sum(ts, PLAIN, span.key(0), span.key(10));
    Sum second = sum(ts, PLAIN, span.key(10), span.key(20));
    Sum third = sum(ts, PLAIN, span.key(20), span.key(30));
    assertThat(first.plus(second).plus(third)).isEqualTo(Sum.of(rows));
    assertThat(first).isEqualTo(Sum.of(Arrays.copyOfRange(rows, 0, 10)));
  }

  @Test
  void isRefusedForARangeThatExceedsTheRegion() {
    long ts = wire.pd().tso();
    imports.load(ts, span.rows(30));
    span.isolate();
    wire.split(span.key(10));
    assertThat(otherError(ts, PLAIN, span.key(0), span.key(30))).contains("exceeds bound");
  }

  @Test
  void replacesTheNewPrefixByTheOldOne() {
    Kv[] rows = span.rows(3);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    byte[] prefix = WireKeys.recordPrefix(span.table().id());
    byte[] old = {'o', 'l', 'd'};
    Kv[] renamed =
        Arrays.stream(rows)
            .map(
                row ->
                    new Kv(
                        WireKeys.concat(
                            old, Arrays.copyOfRange(row.key(), prefix.length, row.key().length)),
                        row.value()))
            .toArray(Kv[]::new);
    assertThat(sum(ts, rewrite(old, prefix), span.start(), span.end())).isEqualTo(Sum.of(renamed));
  }

  @Test
  void isRefusedWhenAKeyLacksTheNewPrefix() {
    long ts = wire.pd().tso();
    imports.load(ts, span.rows(3));
    ChecksumRequest options =
        rewrite(new byte[] {'t'}, WireKeys.recordPrefix(span.table().id() + 1));
    assertThat(otherError(ts, options, span.start(), span.end())).contains("Wrong prefix");
  }

  @Test
  void takesTheTimestampOfTheOptionsWhenTheRequestHasNone() {
    Kv[] rows = span.rows(3);
    long ts = wire.pd().tso();
    imports.load(ts, rows);
    ChecksumRequest options = checksumOptions().setStartTsFallback(ts).build();
    assertThat(sum(0, options, span.start(), span.end())).isEqualTo(Sum.of(rows));
    ChecksumRequest before = checksumOptions().setStartTsFallback(ts - 1).build();
    assertThat(sum(0, before, span.start(), span.end())).isEqualTo(Sum.ZERO);
  }

  @Test
  void isNotTheAnswerToAnUnknownType() {
    Coprocessor.Response response =
        Wire.settled(
            () -> {
              WireRegion region = span.region();
              var request =
                  WireReader.checksumRequest(
                      region.context(), wire.pd().tso(), PLAIN, range(span.start(), span.end()));
              var answer =
                  wire.kv(region.leaderStore()).coprocessor(request.toBuilder().setTp(987).build());
              RegionMoved.check(answer.getRegionError());
              return answer;
            });
    assertThat(response.getOtherError()).contains("unsupported tp 987");
  }

  private static ChecksumRequest rewrite(byte[] oldPrefix, byte[] newPrefix) {
    return checksumOptions()
        .setRule(
            ChecksumRewriteRule.newBuilder()
                .setOldPrefix(ByteString.copyFrom(oldPrefix))
                .setNewPrefix(ByteString.copyFrom(newPrefix)))
        .build();
  }

  /** The sum of a range that lies in one region. */
  private Sum sum(long ts, ChecksumRequest options, byte[] start, byte[] end) {
    return Wire.settled(
        () ->
            WireReader.sum(
                reader.checksum(wire.pd().region(start), ts, options, range(start, end))));
  }

  private String otherError(long ts, ChecksumRequest options, byte[] start, byte[] end) {
    return Wire.settled(
        () -> {
          var response = reader.checksum(wire.pd().region(start), ts, options, range(start, end));
          RegionMoved.check(response.getRegionError());
          return response.getOtherError();
        });
  }
}
