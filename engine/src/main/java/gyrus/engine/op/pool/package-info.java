/** Pooling of images. */
package gyrus.engine.op.pool;
