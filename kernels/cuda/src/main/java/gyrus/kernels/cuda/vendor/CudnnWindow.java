package gyrus.kernels.cuda.vendor;

import static jcuda.jcudnn.JCudnn.cudnnCreateConvolutionDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnCreateFilterDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolution2dDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetConvolutionMathType;
import static jcuda.jcudnn.JCudnn.cudnnSetFilter4dDescriptor;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cuda.launch.Precision;
import jcuda.jcudnn.cudnnConvolutionDescriptor;
import jcuda.jcudnn.cudnnConvolutionMode;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnFilterDescriptor;
import jcuda.jcudnn.cudnnMathType;
import jcuda.jcudnn.cudnnTensorFormat;

/** The cuDNN descriptors of a convolution: dense weights [O,kh,kw,I], with stride, padding and dilation. */
final class CudnnWindow {

    private final CudnnHandle cudnn;
    private final cudnnFilterDescriptor weights = new cudnnFilterDescriptor();
    private final cudnnConvolutionDescriptor sliding = new cudnnConvolutionDescriptor();

    CudnnWindow(CudnnHandle cudnn, ConvSpec problem, Precision precision) {
        this.cudnn = cudnn;
        Filter filter = problem.filter();
        cudnn.check(cudnnCreateFilterDescriptor(weights), "describing weights");
        cudnn.check(cudnnSetFilter4dDescriptor(weights, cudnnDataType.CUDNN_DATA_FLOAT, cudnnTensorFormat.CUDNN_TENSOR_NHWC,
                problem.output().c(), problem.input().c(), filter.rows(), filter.columns()),
                "describing the weights of " + problem);
        cudnn.check(cudnnCreateConvolutionDescriptor(sliding), "describing a window");
        cudnn.check(cudnnSetConvolution2dDescriptor(sliding, filter.padRows(), filter.padColumns(),
                filter.stride(), filter.stride(), filter.dilation(), filter.dilation(),
                cudnnConvolutionMode.CUDNN_CROSS_CORRELATION, cudnnDataType.CUDNN_DATA_FLOAT),
                "describing the window of " + problem);
        setMath(precision == Precision.FLOAT32 ? cudnnMathType.CUDNN_FMA_MATH : cudnnMathType.CUDNN_DEFAULT_MATH); // may be TF32
    }

    void setMath(int mathType) {
        cudnn.check(cudnnSetConvolutionMathType(sliding, mathType), "setting a convolution's precision");
    }

    cudnnFilterDescriptor weights() {
        return weights;
    }

    cudnnConvolutionDescriptor sliding() {
        return sliding;
    }
}
