package io.thunderhead.mini;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A store's HTTP status server. */
final class StoreHttp {
  private StoreHttp() {}

  /** Makes routes that tell a store's settings, its split size and split keys among them. */
  static HttpRoutes routes(Store store, ClusterRuntime.Settings settings) {
    return new HttpRoutes()
        .on("GET", "/status", (request, parts) -> HttpRoutes.Answer.text(200, ""))
        .on("GET", "/config", (request, parts) -> Json.ok(config(store, settings)));
  }

  private static ObjectNode config(Store store, ClusterRuntime.Settings settings) {
    long splitKeys = settings.regionSplitKeys();
    ObjectNode config = Json.resource("tikv-config.json");
    ((ObjectNode) config.get("coprocessor"))
        .put("region-split-size", settings.regionSplitSize())
        .put("region-split-keys", splitKeys)
        .put("region-max-keys", splitKeys * 3 / 2);
    ((ObjectNode) config.get("storage")).put("api-version", settings.apiVersion());
    ((ObjectNode) config.get("server"))
        .put("addr", store.endpoint().address())
        .put("advertise-addr", store.endpoint().address())
        .put("status-addr", store.endpoint().statusAddress())
        .put("advertise-status-addr", store.endpoint().statusAddress());
    return config;
  }
}
