package io.thunderhead.mini;

/** Calls that a fault can be set on. */
public enum Rpc {
  GET_MEMBERS("pdpb.PD/GetMembers"),
  TSO("pdpb.PD/Tso"),
  GET_STORE("pdpb.PD/GetStore"),
  GET_ALL_STORES("pdpb.PD/GetAllStores"),
  GET_REGION("pdpb.PD/GetRegion"),
  GET_PREV_REGION("pdpb.PD/GetPrevRegion"),
  GET_REGION_BY_ID("pdpb.PD/GetRegionByID"),
  SCAN_REGIONS("pdpb.PD/ScanRegions"),
  SCATTER_REGION("pdpb.PD/ScatterRegion"),
  GET_OPERATOR("pdpb.PD/GetOperator"),
  UPDATE_SERVICE_GC_SAFE_POINT("pdpb.PD/UpdateServiceGCSafePoint"),
  ETCD_RANGE("etcdserverpb.KV/Range"),
  ETCD_TXN("etcdserverpb.KV/Txn"),
  ETCD_LEASE_GRANT("etcdserverpb.Lease/LeaseGrant"),
  ETCD_LEASE_KEEP_ALIVE("etcdserverpb.Lease/LeaseKeepAlive"),
  SPLIT_REGION("tikvpb.Tikv/SplitRegion"),
  GET_STORE_SAFE_TS("tikvpb.Tikv/GetStoreSafeTS"),
  KV_GET("tikvpb.Tikv/KvGet"),
  KV_BATCH_GET("tikvpb.Tikv/KvBatchGet"),
  KV_SCAN("tikvpb.Tikv/KvScan"),
  KV_PREWRITE("tikvpb.Tikv/KvPrewrite"),
  KV_COMMIT("tikvpb.Tikv/KvCommit"),
  COPROCESSOR("tikvpb.Tikv/Coprocessor"),
  SWITCH_MODE("import_sstpb.ImportSST/SwitchMode"),
  ADD_FORCE_PARTITION_RANGE("import_sstpb.ImportSST/AddForcePartitionRange"),
  REMOVE_FORCE_PARTITION_RANGE("import_sstpb.ImportSST/RemoveForcePartitionRange"),
  WRITE("import_sstpb.ImportSST/Write"),
  UPLOAD("import_sstpb.ImportSST/Upload"),
  INGEST("import_sstpb.ImportSST/Ingest"),
  MULTI_INGEST("import_sstpb.ImportSST/MultiIngest"),
  DUPLICATE_DETECT("import_sstpb.ImportSST/DuplicateDetect");

  private final String method;

  Rpc(String method) {
    this.method = method;
  }

  /** Returns the call with a full gRPC method name, or null. */
  static Rpc of(String method) {
    for (Rpc rpc : values()) {
      if (rpc.method.equals(method)) {
        return rpc;
      }
    }
    return null;
  }
}
