package io.thunderhead.precheck;

import io.thunderhead.pd.PdClient;
import io.thunderhead.pd.PdEtcd;
import io.thunderhead.pd.PdHttp;
import io.thunderhead.sql.TidbClient;
import io.thunderhead.tikv.TikvClient;

/**
 * The doors of a cluster.
 *
 * @param tidb null when the user names no TiDB server
 */
public record Cluster(PdClient pd, PdHttp pdHttp, PdEtcd etcd, TikvClient tikv, TidbClient tidb) {}
