/**
 * Imaging: file formats, scans in memory, slices, measures, surfaces, and made-up heads. Its packages see no network and no
 * experiment, and can be used without them.
 */
package gyrus.app.imaging;
