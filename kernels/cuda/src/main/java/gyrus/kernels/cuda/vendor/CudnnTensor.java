package gyrus.kernels.cuda.vendor;

import static jcuda.jcudnn.JCudnn.cudnnCreateTensorDescriptor;
import static jcuda.jcudnn.JCudnn.cudnnSetTensor4dDescriptorEx;
import static jcuda.jcudnn.JCudnn.cudnnTransformTensor;

import jcuda.Pointer;
import jcuda.jcudnn.cudnnDataType;
import jcuda.jcudnn.cudnnTensorDescriptor;

/** The cuDNN descriptor of a float32 tensor. */
final class CudnnTensor {

    static final Pointer ZERO = Pointer.to(new float[] {0});
    static final Pointer ONE = Pointer.to(new float[] {1});

    private final CudnnHandle cudnn;
    private final TensorLayout layout;
    private final cudnnTensorDescriptor descriptor = new cudnnTensorDescriptor();

    CudnnTensor(CudnnHandle cudnn, TensorLayout layout) {
        this.cudnn = cudnn;
        this.layout = layout;
        cudnn.check(cudnnCreateTensorDescriptor(descriptor), "describing a tensor");
        cudnn.check(cudnnSetTensor4dDescriptorEx(descriptor, cudnnDataType.CUDNN_DATA_FLOAT, layout.n(), layout.c(), layout.h(),
                layout.w(), layout.stepN(), layout.stepC(), layout.stepH(), layout.stepW()), "describing " + layout);
    }

    TensorLayout layout() {
        return layout;
    }

    cudnnTensorDescriptor descriptor() {
        return descriptor;
    }

    /** Copies the tensor to one of equal extents in another layout, or adds it there. */
    void transform(long address, CudnnTensor to, long target, boolean add) {
        cudnn.check(cudnnTransformTensor(cudnn.open(), ONE, descriptor, new DevicePointer(address), add ? ONE : ZERO,
                to.descriptor, new DevicePointer(target)), "copying " + layout + " to " + to.layout);
    }
}
