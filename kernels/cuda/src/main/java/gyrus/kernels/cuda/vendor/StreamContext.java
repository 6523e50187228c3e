package gyrus.kernels.cuda.vendor;

import java.util.function.LongUnaryOperator;
import jcuda.driver.CUstream;

/**
 * Where a library's calls go.
 *
 * @param stream the stream they run on, in order with everything else
 * @param bind makes the GPU's context current in the calling thread
 * @param allocate allocates GPU memory of a size in bytes until the driver is closed
 */
public record StreamContext(String device, CUstream stream, Runnable bind, LongUnaryOperator allocate) {}
