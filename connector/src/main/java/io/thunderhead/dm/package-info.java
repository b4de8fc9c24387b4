/** What Data Migration (DM) is told, so that it goes on where a load's snapshot ends. */
package io.thunderhead.dm;
