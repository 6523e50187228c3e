/** Statistics of paired differences: centres and their exact intervals, the signed-rank test, and Holm's correction. */
package gyrus.app.statistics;
