/** The viewer of a report: the test scan and its masks in three planes, to scroll through. */
package gyrus.app.report.viewer;
