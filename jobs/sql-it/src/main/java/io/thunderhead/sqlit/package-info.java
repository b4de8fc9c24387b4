/** A server of MySQL's protocol for tests and benchmarks of loads by SQL. */
package io.thunderhead.sqlit;
