package gyrus.kernels.cuda.vendor;

import static gyrus.kernels.cuda.vendor.CudnnTensor.ONE;
import static gyrus.kernels.cuda.vendor.CudnnTensor.ZERO;
import static jcuda.jcudnn.JCudnn.cudnnCreatePoolingDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnPoolingBackward;
import static jcuda.jcudnn.JCudnn.cudnnPoolingForward;
import static jcuda.jcudnn.JCudnn.cudnnSetPooling2dDescriptor;

import gyrus.kernels.pool.PoolSpec;
import jcuda.Pointer;
import jcuda.jcudnn.cudnnNanPropagation;
import jcuda.jcudnn.cudnnPoolingDescriptor;
import jcuda.jcudnn.cudnnPoolingMode;

/** Max pooling by cuDNN, prepared for one problem. */
public final class CudnnMaxPool {

    private final CudnnHandle cudnn;
    private final PoolSpec problem;
    private final CudnnTensor input;
    private final CudnnTensor output;
    private final cudnnPoolingDescriptor windows = new cudnnPoolingDescriptor();

    /** Describes a problem to cuDNN, which is loaded if it was not. */
    public CudnnMaxPool(CudnnHandle cudnn, PoolSpec problem) {
        this.cudnn = cudnn;
        this.problem = problem;
        cudnn.open();
        input = new CudnnTensor(cudnn, TensorLayout.of(problem.input()));
        output = new CudnnTensor(cudnn, TensorLayout.of(problem.output()));
        check(cudnnCreatePoolingDescriptor(windows), "describing the windows");
        check(cudnnSetPooling2dDescriptor(windows, cudnnPoolingMode.CUDNN_POOLING_MAX_DETERMINISTIC,
                cudnnNanPropagation.CUDNN_PROPAGATE_NAN, problem.size(), problem.size(), 0, 0, problem.stride(), problem.stride()),
                "describing the windows");
    }

    /** Returns the bytes of the maxima that {@link #gradient} computes again; they have the layout of dy. */
    public long scratchBytes() {
        return output.layout().bytes();
    }

    /** Computes the maxima y of the image x, both given by address. */
    public void forward(long x, long y) {
        check(cudnnPoolingForward(cudnn.open(), windows, ONE, input.descriptor(), at(x), ZERO, output.descriptor(), at(y)),
                "the forward pass");
    }

    /** Computes the gradient dx from x and dy, all given by address. The maxima are computed again in scratch memory. */
    public void gradient(long scratch, long x, long dy, long dx) {
        forward(x, scratch);
        check(cudnnPoolingBackward(cudnn.open(), windows, ONE, output.descriptor(), at(scratch), output.descriptor(), at(dy),
                input.descriptor(), at(x), problem.accumulate() ? ONE : ZERO, input.descriptor(), at(dx)), "the gradient");
    }

    private static Pointer at(long address) {
        return new DevicePointer(address);
    }

    private void check(int status, String doing) {
        cudnn.check(status, doing + " of max pooling " + problem);
    }
}
