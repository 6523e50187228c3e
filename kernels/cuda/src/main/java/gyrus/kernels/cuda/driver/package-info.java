/**
 * The CUDA driver behind one interface, {@link gyrus.kernels.cuda.driver.Driver}: memory, copies, launches, events and graphs.
 * JCuda implements it on a GPU, the PTX interpreter without one.
 */
package gyrus.kernels.cuda.driver;
