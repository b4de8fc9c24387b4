/** Input as rows in partitions: counted, sampled, read. */
package io.thunderhead.rows;
