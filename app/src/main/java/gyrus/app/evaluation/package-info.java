/** Comparison of segmentations with true ones: pairs of files or of folders, and their measures. */
package gyrus.app.evaluation;
