/** PD: timestamps, regions, stores, scatter, safe points, label rules. */
package io.thunderhead.pd;
