package gyrus.kernels.cuda.vendor;

import java.util.function.LongUnaryOperator;
import jcuda.driver.CUstream;

/**
 * The stream and context of a library's calls.
 *
 * @param device the device's name, for messages
 * @param stream the stream of the calls, which runs everything in order
 * @param bind makes the GPU's context current in the calling thread
 * @param allocate allocates GPU memory of a size in bytes until the driver is closed
 */
public record StreamContext(String device, CUstream stream, Runnable bind, LongUnaryOperator allocate) {}
