/** Pictures in a report: PNG in a data URI, and contours as SVG paths. */
package gyrus.app.report.image;
