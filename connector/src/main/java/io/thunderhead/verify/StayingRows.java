package io.thunderhead.verify;

import io.thunderhead.option.ConflictStrategy;
import java.io.Serializable;
import org.apache.spark.api.java.JavaPairRDD;
import scala.Tuple2;

/**
 * Which rows of a source stay when several have one key, by the option {@code on-duplicate} of
 * their load. It looks at the key that rows are told apart by, and at no further unique keys.
 */
record StayingRows(ConflictStrategy rule) implements Serializable {
  /** The row of a key that stays, if any does. */
  private record Claim(RowHash hash, HashWork.Seen seen, long rows) implements Serializable {}

  /**
   * Tells whether rows may have been left out.
   *
   * @param shape without a key nothing is left out
   */
  boolean leavesOut(Shape shape) {
    return rule != ConflictStrategy.ERROR && !shape.key().isEmpty();
  }

  /** Returns the rows that stay, each once. */
  JavaPairRDD<RowHash, HashWork.Seen> of(JavaPairRDD<RowHash, HashWork.Seen> rows) {
    StayingRows own = this;
    return rows.mapToPair(
            row -> new Tuple2<>(row._1().key(), new Claim(row._1(), row._2(), row._2().times())))
        .reduceByKey(own::settle)
        .values()
        .filter(claim -> own.rule != ConflictStrategy.REMOVE || claim.rows() == 1)
        .mapToPair(claim -> new Tuple2<>(claim.hash(), claim.seen()));
  }

  private Claim settle(Claim a, Claim b) {
    boolean takesFirst =
        rule == ConflictStrategy.IGNORE
            ? a.seen().first() <= b.seen().first()
            : a.seen().last() >= b.seen().last();
    Claim stays = takesFirst ? a : b;
    HashWork.Seen once = new HashWork.Seen(1, stays.seen().first(), stays.seen().last());
    return new Claim(stays.hash(), once, a.rows() + b.rows());
  }
}
