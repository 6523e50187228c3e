/** Convolutions of images. */
package gyrus.engine.op.conv;
