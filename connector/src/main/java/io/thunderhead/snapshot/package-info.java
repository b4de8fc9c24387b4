/** Takes a consistent snapshot of a running MySQL or MariaDB, as a dump that a load reads. */
package io.thunderhead.snapshot;
