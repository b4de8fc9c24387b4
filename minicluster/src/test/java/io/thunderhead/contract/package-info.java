/** What PD and TiKV answer on the wire, proved on the embedded cluster and on a real one alike. */
package io.thunderhead.contract;
