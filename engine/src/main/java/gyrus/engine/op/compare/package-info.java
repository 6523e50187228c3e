/** Comparisons, whose results are zeros and ones without a gradient, and the choice between two tensors by such a result. */
package gyrus.engine.op.compare;
