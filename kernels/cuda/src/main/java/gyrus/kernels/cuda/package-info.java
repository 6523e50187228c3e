/**
 * NVIDIA GPUs as devices. A {@link gyrus.kernels.cuda.CudaKernel} names a CUDA source and its launches, a
 * {@link gyrus.kernels.cuda.VendorKernel} calls cuBLAS or cuDNN. Kernels lie in the packages below, by the path of their op.
 */
package gyrus.kernels.cuda;
