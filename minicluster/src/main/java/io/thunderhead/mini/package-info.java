/** PD and TiKV stores in one process: real gRPC and HTTP on loopback, real RocksDB. */
package io.thunderhead.mini;
