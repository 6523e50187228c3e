/** The HTML page of a lab result: roofline, bars, and tables of kernel levels. */
package gyrus.bench.page;
