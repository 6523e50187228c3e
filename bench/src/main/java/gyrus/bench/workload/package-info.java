/** The networks of a given shape, and their training steps, that the lab measures. */
package gyrus.bench.workload;
