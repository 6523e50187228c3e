/** Readers of text and JSON files, which name the file and the place of a mistake. */
package gyrus.app.file;
