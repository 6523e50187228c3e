/**
 * Search, loading and calls of NVIDIA's libraries cuBLAS and cuDNN.
 */
package gyrus.kernels.cuda.vendor;
