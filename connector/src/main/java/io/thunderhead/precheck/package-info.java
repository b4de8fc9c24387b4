/** What is checked before any work starts: small checks, all run, all told, failing once. */
package io.thunderhead.precheck;
