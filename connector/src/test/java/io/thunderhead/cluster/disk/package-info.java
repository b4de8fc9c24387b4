/** Stores whose disks are full while a load runs. */
package io.thunderhead.cluster.disk;
