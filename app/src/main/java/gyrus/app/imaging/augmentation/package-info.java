/** Random changes of training slices whose true masks remain known. */
package gyrus.app.imaging.augmentation;
