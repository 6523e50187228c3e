/** The drawing of a network: its stages and how they are connected. */
package gyrus.app.report.architecture;
