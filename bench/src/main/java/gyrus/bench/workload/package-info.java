/** What the lab measures: networks of a given shape, and their training steps. */
package gyrus.bench.workload;
