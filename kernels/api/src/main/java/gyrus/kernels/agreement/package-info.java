/**
 * The one policy by which a kernel agrees with the reference: inputs, guard zones and the bound on rounding errors.
 */
package gyrus.kernels.agreement;
