/**
 * Loops over elements on a GPU: Java cuts rectangles and loop nests into blocks of threads, the CUDA headers run the threads
 * through them, with vectorized access. It builds on the parts of a launch.
 */
package gyrus.kernels.cuda.loop;
