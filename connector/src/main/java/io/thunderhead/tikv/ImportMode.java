package io.thunderhead.tikv;

import io.thunderhead.codec.KeyRange;
import io.thunderhead.error.LoadException;
import io.thunderhead.pd.HoldListener;
import io.thunderhead.pd.Renewal;
import io.thunderhead.pd.Store;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.tikv.kvproto.ImportSSTGrpc;
import org.tikv.kvproto.ImportSstpb;
import org.tikv.shade.io.grpc.Channel;

/**
 * Keeps every store in import mode while it is open (import-protocol 2.7): no write stalls, no
 * splits by size, more room for compactions, and slower reads for everyone else.
 *
 * <p>Sent again every five minutes, also to stores that have come since; a store falls back to
 * normal ten minutes after it heard of it last. A store that cannot be switched is told and left as
 * it is: ingestion needs no mode.
 */
public final class ImportMode implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private final EveryStore stores;
  private final List<KeyRange> ranges;
  private final HoldListener listener;
  private final Set<Store> switched = new LinkedHashSet<>();
  private Renewal renewal;

  private ImportMode(EveryStore stores, List<KeyRange> ranges, HoldListener listener) {
    this.stores = stores;
    this.ranges = List.copyOf(ranges);
    this.listener = listener;
  }

  /**
   * Switches the stores.
   *
   * @param ranges raw keys, half-open, bounded; stores that know no ranges switch as a whole
   */
  public static ImportMode of(EveryStore stores, List<KeyRange> ranges, HoldListener listener) {
    ImportMode mode = new ImportMode(stores, ranges, listener);
    mode.enter();
    mode.renewal = Renewal.of("import mode", PERIOD, mode::enter, listener);
    return mode;
  }

  private synchronized void enter() {
    List<Store> now = stores.now();
    switched.addAll(now);
    EveryStore.Answers answers = stores.ask(now, request(ImportSstpb.SwitchMode.Import));
    if (!answers.failed().isEmpty()) {
      listener.told("stores that are not in import mode: " + answers.text());
    }
  }

  private Function<Channel, Future<?>> request(ImportSstpb.SwitchMode mode) {
    ImportSstpb.SwitchModeRequest request =
        ImportSstpb.SwitchModeRequest.newBuilder()
            .setMode(mode)
            .setUnknownFields(ImportFields.switchModeRanges(ranges))
            .build();
    return channel -> ImportSSTGrpc.newFutureStub(channel).switchMode(request);
  }

  /** Switches back every store that is there now or was. */
  @Override
  public void close() {
    renewal.close();
    leave();
  }

  private synchronized void leave() {
    try {
      switched.addAll(stores.now());
    } catch (LoadException e) {
      listener.told("stores that came late may be in import mode: " + e.getMessage());
    }
    EveryStore.Answers answers = stores.askAgain(switched, request(ImportSstpb.SwitchMode.Normal));
    if (!answers.failed().isEmpty()) {
      listener.told("stores that leave import mode within ten minutes only: " + answers.text());
    }
  }
}
