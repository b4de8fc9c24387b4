package io.thunderhead.tidb;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What all sessions of a server share.
 *
 * @param analyzed tables that ANALYZE TABLE was run on, as {@code database.table}
 */
record Server(
    Backend backend,
    Variables variables,
    Accounts accounts,
    SystemRows system,
    List<String> analyzed) {

  static Server over(Backend backend) {
    return new Server(
        backend,
        new Variables(),
        new Accounts(),
        new SystemRows(backend),
        new CopyOnWriteArrayList<>());
  }
}
