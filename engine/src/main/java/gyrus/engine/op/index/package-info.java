/** Ops that select elements by indices. */
package gyrus.engine.op.index;
