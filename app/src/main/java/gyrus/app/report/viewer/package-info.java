/** The slice viewer of a report: a scan and its masks in three planes. */
package gyrus.app.report.viewer;
