/**
 * Image files of any format that Gyrus reads: which files of a folder are data, how images and masks pair, and which values are
 * foreground.
 */
package gyrus.app.imaging.image;
