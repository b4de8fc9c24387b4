/** From a bucket to tables: which files there are, and which table each of them belongs to. */
package io.thunderhead.route;
