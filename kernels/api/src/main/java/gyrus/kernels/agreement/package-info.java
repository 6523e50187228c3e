/**
 * The check of a kernel against the reference of its op: random inputs, guard zones and the bound on rounding errors.
 */
package gyrus.kernels.agreement;
