/** Ops of two tensors, element by element; extents of 1 broadcast. */
package gyrus.engine.op.binary;
