/** Statistics of paired differences: means, bootstrap intervals, and the signed-rank test. */
package gyrus.app.statistics;
