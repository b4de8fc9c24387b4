/** The answer to a request is lost. */
package io.thunderhead.cluster.answer;
