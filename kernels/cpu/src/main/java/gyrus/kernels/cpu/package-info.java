/**
 * The CPU as a device: its worker threads, and access to memory by vectors of the Vector API. Kernels lie in the packages
 * below, by the path of their op.
 */
package gyrus.kernels.cpu;
