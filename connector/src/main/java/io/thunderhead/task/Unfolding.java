package io.thunderhead.task;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Makes any number of things of each element, and holds those of one element only. */
public final class Unfolding<I, O> implements Iterator<O> {
  private final Iterator<I> elements;
  private final BiConsumer<I, Consumer<O>> unfold;
  private final ArrayDeque<O> ready = new ArrayDeque<>();

  Unfolding(Iterator<I> elements, BiConsumer<I, Consumer<O>> unfold) {
    this.elements = elements;
    this.unfold = unfold;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && elements.hasNext()) {
      unfold.accept(elements.next(), ready::add);
    }
    return !ready.isEmpty();
  }

  @Override
  public O next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
