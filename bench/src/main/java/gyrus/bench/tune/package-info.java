/** The choice of the fastest kernel for each problem of a network on one machine. */
package gyrus.bench.tune;
