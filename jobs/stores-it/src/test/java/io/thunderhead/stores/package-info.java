/** Loads from object stores through their own Hadoop connectors, and what such stores do wrong. */
package io.thunderhead.stores;
