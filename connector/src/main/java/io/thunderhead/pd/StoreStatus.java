package io.thunderhead.pd;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a store stands, as PD's {@code /stores} tells (import-protocol 5.1).
 *
 * @param version without a leading v
 * @param state {@code Up}, {@code Disconnected}, {@code Down}, {@code Offline} or {@code Tombstone}
 * @param available free bytes
 * @param regions regions of which it holds a peer
 */
public record StoreStatus(
    long id,
    String address,
    String version,
    String state,
    boolean tiflash,
    long available,
    long regions) {
  private static final Pattern SIZE = Pattern.compile("([0-9.]+)\\s*([KMGTPE]?)(?:i?B)?");
  private static final List<String> UNITS = List.of("", "K", "M", "G", "T", "P", "E");

  static StoreStatus of(JsonNode node) {
    JsonNode store = node.path("store");
    JsonNode status = node.path("status");
    boolean tiflash = false;
    for (JsonNode label : store.path("labels")) {
      tiflash |=
          label.path("key").asText().equals("engine")
              && label.path("value").asText().startsWith("tiflash");
    }
    return new StoreStatus(
        store.path("id").asLong(),
        store.path("address").asText(),
        store.path("version").asText().replaceFirst("^v", ""),
        store.path("state_name").asText(),
        tiflash,
        bytes(status.path("available").asText("0B")),
        status.path("region_count").asLong());
  }

  /** Tells whether it holds rows of TiKV and runs. */
  public boolean isUpTikv() {
    return !tiflash && state.equals("Up");
  }

  /** Reads PD's sizes, such as {@code 1.819TiB}. */
  static long bytes(String text) {
    Matcher m = SIZE.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException("size: '" + text + "' (expected: such as 1.8TiB)");
    }
    int power = UNITS.indexOf(m.group(2).toUpperCase(Locale.ROOT));
    return new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(1L << (10 * power))).longValue();
  }
}
