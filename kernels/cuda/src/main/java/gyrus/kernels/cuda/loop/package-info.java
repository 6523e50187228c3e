/**
 * Loops over elements on a GPU. Java cuts rectangles and loop nests into blocks of threads; the CUDA headers loop over them with
 * vectorized access. The package uses {@code gyrus.kernels.cuda.launch}.
 */
package gyrus.kernels.cuda.loop;
