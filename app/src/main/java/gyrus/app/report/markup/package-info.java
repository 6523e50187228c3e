/** Elements of HTML and SVG, written with escaped text. */
package gyrus.app.report.markup;
