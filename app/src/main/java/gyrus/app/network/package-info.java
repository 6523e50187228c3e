/** A network with what it was trained for: the slices that it sees, and how it is used on a whole scan. */
package gyrus.app.network;
