/** Surfaces of masks: marching cubes, smoothing, rendering, and mesh files. */
package gyrus.app.imaging.surface;
