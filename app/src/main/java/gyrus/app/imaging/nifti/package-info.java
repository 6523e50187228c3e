/** The NIfTI format, versions 1 and 2: headers, voxels, and files of both. */
package gyrus.app.imaging.nifti;
