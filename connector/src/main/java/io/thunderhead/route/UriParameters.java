package io.thunderhead.route;

import io.thunderhead.error.ErrorCode;
import io.thunderhead.error.LoadException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parameters that TiDB and its tools take behind the question mark of a storage's address.
 * Hadoop's file systems have settings in their place, and would take the question mark for a
 * wildcard.
 */
final class UriParameters {
  private static final Map<String, String> SETTINGS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("access-key", "fs.s3a.access.key"),
              Map.entry("secret-access-key", "fs.s3a.secret.key"),
              Map.entry("session-token", "fs.s3a.session.token"),
              Map.entry("endpoint", "fs.s3a.endpoint (Google: fs.gs.storage.root.url)"),
              Map.entry("region", "fs.s3a.endpoint.region"),
              Map.entry("force-path-style", "fs.s3a.path.style.access"),
              Map.entry("role-arn", "fs.s3a.assumed.role.arn"),
              Map.entry("external-id", "fs.s3a.assumed.role.external.id"),
              Map.entry("credentials-file", "fs.gs.auth.service.account.json.keyfile"),
              Map.entry("account-name", "the account in abfss://container@account"),
              Map.entry("account-key", "fs.azure.account.key.ACCOUNT.dfs.core.windows.net"),
              Map.entry("sas-token", "fs.azure.sas.fixed.token")));

  private UriParameters() {}

  /**
   * Refuses an address that has one of them.
   *
   * @throws LoadException INVALID_OPTION that names the setting for each and shows no value
   */
  static void checkNone(String path) {
    int mark = path.contains("://") ? path.indexOf('?') : -1;
    if (mark < 0) {
      return;
    }
    Map<String, String> found = new TreeMap<>();
    Arrays.stream(path.substring(mark + 1).split("&"))
        .filter(each -> each.indexOf('=') > 0)
        .map(each -> each.substring(0, each.indexOf('=')).replace('_', '-'))
        .filter(SETTINGS::containsKey)
        .forEach(name -> found.put(name, SETTINGS.get(name)));
    if (!found.isEmpty()) {
      throw new LoadException(
          ErrorCode.INVALID_OPTION,
          "%s has the parameters of TiDB's storages behind it, which show up in logs and which Hadoop's file systems do not know. Leave them out and give Spark these settings, each with spark.hadoop. before its name: %s."
              .formatted(path.substring(0, mark), found));
    }
  }
}
