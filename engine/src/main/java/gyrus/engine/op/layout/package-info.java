/** Ops that move elements without computing. */
package gyrus.engine.op.layout;
