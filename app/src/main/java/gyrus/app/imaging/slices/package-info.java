/** Slices of a volume: views, planes, resampling to pixels, and the way back to the grid of the scan. */
package gyrus.app.imaging.slices;
