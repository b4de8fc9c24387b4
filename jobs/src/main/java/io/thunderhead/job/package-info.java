/** The command line, which is also the main class for spark-submit. */
package io.thunderhead.job;
