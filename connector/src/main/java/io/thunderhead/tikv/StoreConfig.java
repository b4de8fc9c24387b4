package io.thunderhead.tikv;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thunderhead.pd.Store;
import io.thunderhead.rpc.Channels;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At what size a store splits regions by itself, as its status port tells (import-protocol 2.8).
 *
 * @param address of the status port that told it
 * @param regionSplitBytes {@code coprocessor.region-split-size}, 0 when it is not told
 * @param regionSplitKeys {@code coprocessor.region-split-keys}, 0 when it is not told
 */
public record StoreConfig(String address, long regionSplitBytes, long regionSplitKeys) {
  private static final Logger LOG = LoggerFactory.getLogger(StoreConfig.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Pattern SIZE = Pattern.compile("([0-9.]+)\\s*([KMGTPE]?)(?:I?B)?");
  private static final String UNITS = "KMGTPE";

  /** Asks one store after the other; empty when none of them answers. */
  public static Optional<StoreConfig> ask(List<Store> stores, Channels channels) {
    for (Store store : stores) {
      if (store.tiflash() || store.statusAddress().isEmpty()) {
        continue;
      }
      try {
        JsonNode coprocessor = get(store, channels).path("coprocessor");
        return Optional.of(
            new StoreConfig(
                store.statusAddress(),
                bytes(coprocessor.path("region-split-size").asText("0")),
                coprocessor.path("region-split-keys").asLong()));
      } catch (IOException | IllegalArgumentException e) {
        LOG.info("store {} does not tell its settings: {}", store.statusAddress(), e.toString());
      }
    }
    return Optional.empty();
  }

  private static JsonNode get(Store store, Channels channels) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(channels.url(store.statusAddress(), "/config"))
            .timeout(TIMEOUT)
            .build();
    try {
      HttpResponse<String> response = channels.http().send(request, BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("it answered " + response.statusCode());
      }
      return new ObjectMapper().readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Reads TiKV's sizes, such as {@code 256MiB}. */
  static long bytes(String text) {
    Matcher m = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
    if (!m.matches()) {
      throw new IllegalArgumentException("size: '" + text + "' (expected: such as 256MiB)");
    }
    int power = m.group(2).isEmpty() ? 0 : UNITS.indexOf(m.group(2)) + 1;
    return new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power))).longValue();
  }
}
