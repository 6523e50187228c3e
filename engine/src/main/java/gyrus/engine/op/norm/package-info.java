/** Normalizations: slices of a tensor brought to a sum of 1, or to a mean and a variance. */
package gyrus.engine.op.norm;
