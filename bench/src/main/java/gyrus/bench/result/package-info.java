/** Results of the lab: measurements, the limits of the machine, comparisons, and their text. */
package gyrus.bench.result;
