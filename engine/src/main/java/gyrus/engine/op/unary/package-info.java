/** Ops of one tensor, element by element. */
package gyrus.engine.op.unary;
