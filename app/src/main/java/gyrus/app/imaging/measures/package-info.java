/** Measures that compare a segmentation or an image with the true one. */
package gyrus.app.imaging.measures;
