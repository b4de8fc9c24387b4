/** What can go wrong, as a catalogue: problem, cause and remedy in every message. */
package io.thunderhead.error;
