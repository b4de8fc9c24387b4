/** Loads by SQL into a real server of MySQL's protocol. */
package io.thunderhead.sqlit;
