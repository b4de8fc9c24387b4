package io.thunderhead.mini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class WriteRecordTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final long TS = 451234567890123456L;
  private static final String SHORT = "50c0f5de8baeeec6a106760a8000010000000101006153808004";
  private static final String LONG = "50c0f5de8baeeec6a10653808004";

  @Test
  void writesTheVectors() {
    byte[] value = HEX.parseHex("80000100000001010061");
    assertThat(HEX.formatHex(WriteRecord.put(TS, value, 1 << 16).toBytes())).isEqualTo(SHORT);
    assertThat(HEX.formatHex(WriteRecord.put(TS, null, 1 << 16).toBytes())).isEqualTo(LONG);
  }

  @Test
  void readsTheVectors() {
    WriteRecord record = WriteRecord.parse(HEX.parseHex(SHORT));
    assertThat(record.type()).isEqualTo(WriteRecord.Type.PUT);
    assertThat(record.startTs()).isEqualTo(TS);
    assertThat(record.shortValue()).isEqualTo(HEX.parseHex("80000100000001010061"));
    assertThat(record.txnSource()).isEqualTo(1 << 16);
    assertThat(WriteRecord.parse(HEX.parseHex(LONG)).shortValue()).isNull();
  }

  @Test
  void hidesAVersionFromItsFenceOn() {
    WriteRecord fenced = new WriteRecord(WriteRecord.Type.PUT, 5, new byte[0], 0, 20);
    WriteRecord read = WriteRecord.parse(fenced.toBytes());
    assertThat(read.visibleAt(19)).isTrue();
    assertThat(read.visibleAt(20)).isFalse();
    assertThat(new WriteRecord(WriteRecord.Type.PUT, 5, null, 0, 0).visibleAt(6)).isFalse();
  }

  @Test
  void passesRollbackMarksAndLastChanges() {
    WriteRecord record =
        WriteRecord.parse(HEX.parseHex("4405" + "52" + "6c000000000000000301" + "5301"));
    assertThat(record.type()).isEqualTo(WriteRecord.Type.DELETE);
    assertThat(record.txnSource()).isEqualTo(1);
  }

  @Test
  void refusesBytesThatEndEarly() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WriteRecord.parse(HEX.parseHex("5005760a01")))
        .withMessageContaining("ends early");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WriteRecord.parse(HEX.parseHex("5805")))
        .withMessageContaining("type");
  }

  @Test
  void keepsALocksFields() {
    LockRecord lock =
        new LockRecord(
            LockRecord.Type.PUT, "p".getBytes(Texts.UTF8), TS, 3000, new byte[] {7}, 2, TS + 1);
    LockRecord read = LockRecord.parse(lock.toBytes());
    assertThat(read).usingRecursiveComparison().isEqualTo(lock);
  }

  @Test
  void computesTheCheckOfTheChecksumsDigest() {
    assertThat(Crc64.of("123456789".getBytes(Texts.UTF8))).isEqualTo(0x995dc9bbdf1939faL);
    assertThat(Crc64.of("1234".getBytes(Texts.UTF8), "56789".getBytes(Texts.UTF8)))
        .isEqualTo(0x995dc9bbdf1939faL);
  }
}
