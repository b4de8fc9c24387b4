/** What is kept of loads beyond the life of their driver: what was asked, how far they are. */
package io.thunderhead.journal;
