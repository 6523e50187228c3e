/**
 * Matrix products in CUDA: the tiles of each level, their launches, and the CUDA headers of their inner loops.
 */
package gyrus.kernels.cuda.gemm;
