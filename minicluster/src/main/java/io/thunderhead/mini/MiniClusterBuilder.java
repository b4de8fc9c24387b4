package io.thunderhead.mini;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of a {@link MiniCluster}. */
public final class MiniClusterBuilder {
  private int stores = 3;
  private int replicas = 3;
  private int port;
  private Path directory;
  private String regionSplitSize = "96MiB";
  private long regionSplitKeys = 960_000;
  private boolean newCollation = true;
  private Duration importModeTimeout = Duration.ofMinutes(10);
  private int pdMembers = 1;
  private PemFiles tls;
  private String advertisedHost = "127.0.0.1";
  private int apiVersion = 1;
  private int indexLimit = 64;

  MiniClusterBuilder() {}

  /** Sets the number of stores, at least 1. */
  public MiniClusterBuilder stores(int count) {
    stores = count;
    return this;
  }

  /** Sets how many peers a region has, from 1 to the number of stores. */
  public MiniClusterBuilder replicas(int count) {
    replicas = count;
    return this;
  }

  /** Sets PD's port; zero, the default, is any free one. */
  public MiniClusterBuilder port(int pdPort) {
    port = pdPort;
    return this;
  }

  /** Sets where the stores keep their files; the default is a folder that is deleted on close. */
  public MiniClusterBuilder directory(Path folder) {
    directory = folder;
    return this;
  }

  /** Sets what stores tell as {@code coprocessor.region-split-size}, such as {@code 96MiB}. */
  public MiniClusterBuilder regionSplitSize(String size) {
    regionSplitSize = size;
    return this;
  }

  /** Sets what stores tell as {@code coprocessor.region-split-keys}. */
  public MiniClusterBuilder regionSplitKeys(long keys) {
    regionSplitKeys = keys;
    return this;
  }

  /** Sets what {@link MiniCluster#isNewCollation} tells. */
  public MiniClusterBuilder newCollation(boolean enabled) {
    newCollation = enabled;
    return this;
  }

  /** Sets after how long a store leaves import mode by itself. */
  public MiniClusterBuilder importModeTimeout(Duration timeout) {
    importModeTimeout = timeout;
    return this;
  }

  /** Sets the number of PD members, at least 1; the first leads. */
  public MiniClusterBuilder pdMembers(int count) {
    pdMembers = count;
    return this;
  }

  /**
   * Makes every server speak TLS alone and demand a client certificate of the same authority.
   * Connections that are made after the files changed see the new ones.
   */
  public MiniClusterBuilder tls(PemFiles files) {
    tls = files;
    return this;
  }

  /**
   * Sets the host that PD and stores name in their addresses, such as one that only resolves inside
   * of a container network. They listen on the loopback address all the same.
   */
  public MiniClusterBuilder advertisedHost(String host) {
    advertisedHost = host;
    return this;
  }

  /** Sets the stores' {@code storage.api-version}, 1 or 2 (import-protocol 1.4). */
  public MiniClusterBuilder apiVersion(int version) {
    apiVersion = version;
    return this;
  }

  /** Sets TiDB's configuration item index-limit, 64 to 512. */
  public MiniClusterBuilder indexLimit(int limit) {
    indexLimit = limit;
    return this;
  }

  /** Starts the cluster. */
  public MiniCluster start() {
    if (stores < 1 || replicas < 1 || replicas > stores) {
      throw new IllegalArgumentException(
          "stores: " + stores + ", replicas: " + replicas + " (expected: 1 <= replicas <= stores)");
    }
    if (pdMembers < 1 || apiVersion < 1 || apiVersion > 2) {
      throw new IllegalArgumentException(
          "pdMembers: "
              + pdMembers
              + ", apiVersion: "
              + apiVersion
              + " (expected: pdMembers >= 1, apiVersion 1 or 2)");
    }
    ClusterRuntime.Settings settings =
        new ClusterRuntime.Settings(
            stores,
            replicas,
            port,
            directory,
            regionSplitSize,
            regionSplitKeys,
            newCollation,
            importModeTimeout,
            pdMembers,
            tls,
            advertisedHost,
            apiVersion,
            indexLimit);
    try {
      return new MiniCluster(ClusterRuntime.start(settings));
    } catch (IOException e) {
      throw new UncheckedIOException("the cluster does not start", e);
    }
  }
}
