/** Matrix products. */
package gyrus.engine.op.matmul;
