/** Compares the speed of two builds of Gyrus by alternating iterations in one process. */
package gyrus.bench.since;
