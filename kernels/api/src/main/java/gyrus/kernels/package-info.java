/**
 * The declarations of ops: {@link gyrus.kernels.Op}, its operands ({@link gyrus.kernels.Port}), number formats and layouts of
 * operands. Each op lies in a package below with its problem record and its reference kernel.
 */
package gyrus.kernels;
