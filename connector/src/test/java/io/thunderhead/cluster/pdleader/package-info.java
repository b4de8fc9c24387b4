/** PD members that lead and lead no more while a load runs. */
package io.thunderhead.cluster.pdleader;
