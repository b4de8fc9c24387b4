/** What runs on executors, one class per step of a load, and the plan that each gets. */
package io.thunderhead.task;
