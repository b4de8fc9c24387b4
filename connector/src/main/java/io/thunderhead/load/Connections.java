package io.thunderhead.load;

import io.thunderhead.option.LoadOptions;
import io.thunderhead.rpc.Dialing;
import io.thunderhead.rpc.Security;

/** What the options of a load say of connections. */
public final class Connections {
  private Connections() {}

  /** Returns how the options of a load reach the cluster. */
  public static Dialing dialing(LoadOptions options) {
    return new Dialing(
        new Security(options.ca(), options.cert(), options.key()),
        options.storeAddressMap(),
        options.retryMaxWait());
  }
}
