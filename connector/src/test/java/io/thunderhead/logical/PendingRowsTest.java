package io.thunderhead.logical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PendingRowsTest {
  private PendingRows pending;

  @BeforeEach
  void begin() {
    pending = new PendingRows(0);
  }

  private void add(long number, String text) {
    pending.begin().append(text);
    pending.addDigest(number * 10);
    pending.add(number, text.length(), null, "");
  }

  private String whole() {
    List<SentRow> rows = pending.whole().rows();
    return pending.text(rows.get(0), rows.get(rows.size() - 1));
  }

  @Test
  void putsRowsBehindEachOther() {
    add(1, "(1)");
    add(2, "(22)");
    add(3, "(3)");
    assertThat(whole()).isEqualTo("(1),(22),(3)");
    assertThat(pending.bytes()).isEqualTo(10);
    assertThat(pending.whole().end()).isEqualTo(new Ledger.Position(3, 30));
    PendingRows.Batch rest = pending.whole().behind(1);
    assertThat(rest.rows()).extracting(SentRow::number).containsExactly(2L, 3L);
    assertThat(pending.text(rest.rows().get(0), rest.rows().get(0))).isEqualTo("(22)");
  }

  @Test
  void leavesOutRowsThatWereBegunAndNotAdded() {
    add(1, "(1)");
    pending.begin().append("(2, cut off");
    pending.addDigest(20);
    add(3, "(3)");
    assertThat(whole()).isEqualTo("(1),(3)");
    assertThat(pending.untilBefore(3).end()).isEqualTo(new Ledger.Position(2, 20));
    assertThat(pending.untilBefore(3).rows()).extracting(SentRow::number).containsExactly(1L);
  }

  @Test
  void keepsTheRowThatIsBegunWhenOthersAreDropped() {
    add(1, "(1)");
    add(2, "(2)");
    pending.begin().append("(3)");
    pending.addDigest(30);
    pending.dropUntil(2);
    assertThat(pending.isEmpty()).isTrue();
    assertThat(pending.bytes()).isZero();
    pending.add(3, 3, null, "");
    add(4, "(4)");
    assertThat(whole()).isEqualTo("(3),(4)");
  }

  @Test
  void keepsRowsBehindThoseThatAreDropped() {
    add(1, "(1)");
    add(2, "(2)");
    add(3, "(3)");
    pending.begin().append("(bad");
    pending.addDigest(40);
    pending.dropUntil(1);
    assertThat(whole()).isEqualTo("(2),(3)");
    add(5, "(5)");
    assertThat(whole()).isEqualTo("(2),(3),(5)");
    assertThat(pending.fits(new Ledger.Position(2, 20))).isTrue();
    assertThat(pending.fits(new Ledger.Position(3, 31))).isFalse();
  }

  @Test
  void hashesTextAsStringsDoAndCountsItsBytes() {
    add(1, "(1)");
    String text = "('grüße 雷 🌩')";
    pending.begin().append(text);
    long both = pending.hashAndLength();
    assertThat((int) both).isEqualTo(text.hashCode());
    assertThat((int) (both >> Integer.SIZE))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
  }
}
