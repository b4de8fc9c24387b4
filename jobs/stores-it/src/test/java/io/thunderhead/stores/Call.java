package io.thunderhead.stores;

import com.sun.net.httpserver.HttpExchange;

/**
 * One request to a store.
 *
 * @param path decoded, with its leading slash
 * @param query undecoded, without its question mark; empty when there is none
 */
record Call(String method, String path, String query) {
  static Call of(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query == null ? "" : query);
  }
}
