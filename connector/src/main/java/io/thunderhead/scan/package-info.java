/** Reads of whole tables at one timestamp, cut along regions. */
package io.thunderhead.scan;
