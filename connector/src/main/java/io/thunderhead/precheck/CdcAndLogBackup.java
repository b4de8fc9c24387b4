package io.thunderhead.precheck;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.option.CheckId;
import io.thunderhead.pd.PdEtcd;
import java.util.ArrayList;
import java.util.List;

/** No changefeed and no log backup is there: both would miss the rows (import-protocol 5.3). */
record CdcAndLogBackup(PdEtcd etcd) implements Checker {
  private static final String LOG_BACKUPS = "/tidb/br-stream/info/";

  @Override
  public CheckId id() {
    return CheckId.CHECK_TARGET_USING_CDC_PITR;
  }

  @Override
  public CheckResult check() {
    List<String> found = new ArrayList<>();
    List<String> remedies = new ArrayList<>();
    List<String> backups =
        etcd.keys(LOG_BACKUPS).stream().map(key -> key.substring(LOG_BACKUPS.length())).toList();
    if (!backups.isEmpty()) {
      found.add("found PiTR log streaming task(s): " + backups);
      remedies.add("stop the log backup (br log stop) and make a full backup after the load");
    }
    List<String> changefeeds =
        Changefeed.listedIn(etcd).stream().map(Changefeed::toString).toList();
    if (!changefeeds.isEmpty()) {
      found.add("found CDC changefeed(s): " + changefeeds);
      remedies.add("remove the changefeed and load its downstream as well");
    }
    return found.isEmpty()
        ? CheckResult.passed(id(), "no changefeed and no log backup")
        : CheckResult.failed(
            id(),
            ErrorCode.TABLE_IN_USE,
            String.join(", ", found) + ", which would miss the rows of the load.",
            capital(String.join("; ", remedies))
                + ". To load all the same, skip the check by check-requirements=%s."
                    .formatted(id()));
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
