/** Two builds of Gyrus, timed by turns in one process. */
package gyrus.bench.since;
