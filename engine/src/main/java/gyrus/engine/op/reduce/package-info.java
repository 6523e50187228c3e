/** Sums and means over axes. */
package gyrus.engine.op.reduce;
