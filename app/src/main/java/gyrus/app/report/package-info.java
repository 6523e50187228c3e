/**
 * The report of an experiment: one HTML page with tables and figures. The packages below it draw the parts of a page and do not
 * depend on the experiment.
 */
package gyrus.app.report;
