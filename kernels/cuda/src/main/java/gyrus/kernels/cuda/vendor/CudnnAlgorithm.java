package gyrus.kernels.cuda.vendor;

import gyrus.kernels.cuda.launch.Precision;
import java.util.List;
import java.util.Optional;
import jcuda.jcudnn.cudnnDeterminism;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnStatus;

/** One algorithm for a convolution, as cuDNN's heuristics list it. */
record CudnnAlgorithm(int number, int status, int determinism, int mathType, long workspaceBytes) {

    private static final long MOST_WORKSPACE = 1L << 30; // bytes

    /**
     * Returns the first algorithm of a list that is deterministic, so that equal runs give equal bits, and at least as precise as
     * requested.
     */
    static Optional<CudnnAlgorithm> first(List<CudnnAlgorithm> listed, Precision precision) {
        return listed.stream().filter(each -> each.serves(precision)).findFirst();
    }

    private boolean serves(Precision precision) {
        boolean onTensorCores = mathType == cudnnMathType.CUDNN_TENSOR_OP_MATH;
        boolean converts = mathType == cudnnMathType.CUDNN_TENSOR_OP_MATH_ALLOW_CONVERSION; // float32 to half precision
        return status == cudnnStatus.CUDNN_STATUS_SUCCESS && determinism == cudnnDeterminism.CUDNN_DETERMINISTIC
                && workspaceBytes <= MOST_WORKSPACE && !converts && (precision != Precision.FLOAT32 || !onTensorCores);
    }
}
