/** Problems of ops as text: keys with values, defaults, and sweeps. */
package gyrus.bench.problem;
