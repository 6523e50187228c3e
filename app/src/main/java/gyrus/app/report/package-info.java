/**
 * The report of an experiment: one HTML page with tables and figures. The packages below it draw the parts, and know no experiment.
 */
package gyrus.app.report;
