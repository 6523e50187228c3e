/**
 * NVIDIA's libraries cuBLAS and cuDNN: how they are found on a machine, loaded and called.
 */
package gyrus.kernels.cuda.vendor;
