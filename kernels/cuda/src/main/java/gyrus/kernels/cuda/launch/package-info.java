/**
 * The parts of a launch: grid, block and arguments, and the CUDA headers that kernels of several ops share. Every other package of
 * CUDA may use this one, which uses none of them.
 */
package gyrus.kernels.cuda.launch;
