package io.thunderhead.tikv;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.Store;
import io.thunderhead.rpc.Channels;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The form in which a cluster's stores keep keys (import-protocol 1.4). Form V2 puts a keyspace in
 * front of every key, and keys are written here without one.
 */
public final class ApiVersion {
  private static final Logger LOG = LoggerFactory.getLogger(ApiVersion.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All stores of a cluster have one version; more than one is asked only when some are silent. */
  private static final int ASKED_AT_MOST = 3;

  private ApiVersion() {}

  /**
   * Asks the stores' status ports for {@code storage.api-version}, and refuses version 2. A cluster
   * none of whose status ports answers passes: what it stores is compared with the schema, and its
   * stores refuse keys of another form.
   *
   * @throws LoadException UNSUPPORTED that names a store
   */
  public static void rejectV2(List<Store> stores, Channels channels) {
    List<String> silent = new ArrayList<>();
    for (Store store : stores) {
      if (store.tiflash() || store.statusAddress().isEmpty() || silent.size() == ASKED_AT_MOST) {
        continue;
      }
      URI url = channels.url(store.statusAddress(), "/config");
      try {
        int version = ask(url, channels);
        if (version == 1) {
          return;
        }
        throw new LoadException(
            ErrorCode.UNSUPPORTED,
            "store %d has storage.api-version = %d (%s): its keys begin with a keyspace, which physical mode does not write. Load into a cluster with storage.api-version = 1, or by SQL."
                .formatted(store.id(), version, url));
      } catch (IOException e) {
        silent.add(url + " does not answer: " + e);
      }
    }
    LOG.warn("whether the cluster has keyspaces is not known: {}", silent);
  }

  /** Returns the version that a store tells; stores before version 6.1 know only one. */
  private static int ask(URI url, Channels channels) throws IOException {
    try {
      HttpResponse<String> response =
          channels
              .http()
              .send(HttpRequest.newBuilder(url).timeout(TIMEOUT).build(), BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      return JSON.readTree(response.body()).path("storage").path("api-version").asInt(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadException(ErrorCode.UNREACHABLE, "interrupted while asking " + url, e);
    }
  }
}
