package io.thunderhead.pd;

import org.tikv.kvproto.Metapb;

/**
 * A TiKV or TiFlash store as PD knows it.
 *
 * @param address {@code host:port} that requests go to
 * @param importAddress {@code host:port} that SST writes go to: the peer address, where a columnar
 *     replica listens for them, when there is one (import-protocol 2.12)
 * @param statusAddress {@code host:port} of its HTTP port, may be empty
 * @param tiflash whether it is a columnar replica
 */
public record Store(
    long id, String address, String importAddress, String statusAddress, boolean tiflash) {

  static Store of(Metapb.Store store) {
    boolean tiflash =
        store.getLabelsList().stream()
            .anyMatch(l -> l.getKey().equals("engine") && l.getValue().startsWith("tiflash"));
    String peer = store.getPeerAddress();
    return new Store(
        store.getId(),
        store.getAddress(),
        peer.isEmpty() ? store.getAddress() : peer,
        store.getStatusAddress(),
        tiflash);
  }
}
