package io.thunderhead.verify;

import java.io.Serializable;
import java.util.Iterator;
import org.apache.spark.api.java.JavaRDD;

/** One of two things that are compared. Each call of {@link #read} reads its rows anew. */
interface Side {
  /** What is done with the rows of one part. */
  @FunctionalInterface
  interface Work<T> extends Serializable {
    Iterator<T> call(int part, ComparedRows rows);
  }

  /** Returns what it is, for people. */
  String name();

  /** Hands the rows of every part to the work, on the executors. */
  <T> JavaRDD<T> read(Shape shape, Work<T> work);

  /** Tells whether it may change while it is read. */
  boolean moves();

  /** Returns it as it is by now. */
  Side renewed();
}
