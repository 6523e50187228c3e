/** Problems of ops as they are typed, with sweeps. */
package gyrus.bench.problem;
