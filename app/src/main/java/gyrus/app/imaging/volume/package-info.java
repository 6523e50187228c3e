/** A scan in memory: its grid, its place in the patient, its voxels, and what is computed voxel by voxel. */
package gyrus.app.imaging.volume;
