/** Charts as SVG: axes, scales, lines and differences. */
package gyrus.app.report.chart;
