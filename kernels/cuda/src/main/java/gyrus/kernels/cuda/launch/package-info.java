/**
 * The parts of a launch: grid, block and arguments, and the CUDA headers that read them. Every other package of CUDA may use
 * this one, which uses none of them.
 */
package gyrus.kernels.cuda.launch;
