/** Loads a whole export: makes what the cluster lacks, and fills many tables in one job. */
package io.thunderhead.dump;
