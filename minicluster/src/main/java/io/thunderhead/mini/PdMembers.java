package io.thunderhead.mini;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The PD processes of a cluster and which of them leads. They share one state, as real ones share
 * etcd; without a majority nobody leads. Thread-safe.
 */
final class PdMembers implements AutoCloseable {
  private final Runnable onNewLeader;
  private List<PdMember> members = List.of();
  private PdMember leader;

  /**
   * @param onNewLeader runs before a member takes over from another
   */
  PdMembers(Runnable onNewLeader) {
    this.onNewLeader = onNewLeader;
  }

  synchronized void open(List<PdMember> all) throws IOException {
    members = List.copyOf(all);
    for (PdMember member : members) {
      member.open();
    }
    leader = members.get(0);
  }

  synchronized List<PdMember> all() {
    return members;
  }

  /** Returns the leader, or null while there is none. */
  synchronized PdMember leader() {
    return leader;
  }

  synchronized boolean hasMajority() {
    return members.stream().filter(PdMember::isRunning).count() > members.size() / 2;
  }

  /** Makes a running member the leader. */
  synchronized void transfer(String address) {
    PdMember target = member(address);
    if (!target.isRunning() || !hasMajority()) {
      throw new IllegalStateException(
          "PD " + address + " cannot lead (expected: running, with a majority of all)");
    }
    lead(target);
  }

  /** Leaves the cluster without a leader until one is named or a member comes or goes. */
  synchronized void resign() {
    leader = null;
  }

  synchronized void start(String address) {
    PdMember member = member(address);
    if (!member.isRunning()) {
      try {
        member.open();
      } catch (IOException e) {
        throw new UncheckedIOException("PD " + address + " does not start", e);
      }
      elect();
    }
  }

  /** Ends a member; the lock is free meanwhile, because its calls may wait for it. */
  void stop(String address) {
    PdMember member;
    synchronized (this) {
      member = member(address);
    }
    member.close();
    elect();
  }

  private synchronized void elect() {
    if (!hasMajority()) {
      leader = null;
    } else if (leader == null || !leader.isRunning()) {
      lead(members.stream().filter(PdMember::isRunning).findFirst().orElseThrow());
    }
  }

  private void lead(PdMember member) {
    if (leader != member) {
      onNewLeader.run();
      leader = member;
    }
  }

  private PdMember member(String address) {
    return members.stream()
        .filter(member -> member.address().equals(address))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "pd: "
                        + address
                        + " (expected: one of "
                        + members.stream().map(PdMember::address).toList()
                        + ")"));
  }

  @Override
  public void close() {
    List<PdMember> all = all();
    all.forEach(PdMember::close);
  }
}
