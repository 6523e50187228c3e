/** Measures the time of a step by op, by problem and by launch. */
package gyrus.bench.profile;
