package gyrus.kernels.cuda.conv;

import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.cuda.CudaDevice;
import gyrus.kernels.cuda.VendorKernel;
import gyrus.kernels.cuda.launch.Precision;
import gyrus.kernels.cuda.vendor.CudnnConvolution;
import gyrus.kernels.cuda.vendor.CudnnConvolution.Pass;
import gyrus.kernels.cuda.vendor.Found;
import gyrus.kernels.device.Plan;

/** A kernel that computes one pass of a convolution by cuDNN. */
public interface CudnnKernel extends VendorKernel<ConvSpec> {

    /** Returns the pass of the convolution. */
    Pass pass();

    @Override
    default Found<?> library(CudaDevice device) {
        return device.cudnn();
    }

    @Override
    default Support supports(ConvSpec problem, CudaDevice device) {
        if (device.precision() == Precision.BF16) {
            return Support.no("cuDNN multiplies in bfloat16 only where the tensors are bfloat16; these are float32");
        }
        if (problem.accumulate() && problem.epilogue() != Epilogue.NONE) {
            return Support.no("cuDNN cannot accumulate and apply a bias or a ReLU in one call");
        }
        return convolution(problem, device) instanceof Found.Missing<?>(String reason) ? Support.no(reason) : Support.yes();
    }

    @Override
    default Plan prepare(ConvSpec problem, CudaDevice device) {
        CudnnConvolution convolution = device.require(convolution(problem, device));
        return device.prepareCall(convolution.scratchBytes(), convolution::run);
    }

    private Found<CudnnConvolution> convolution(ConvSpec problem, CudaDevice device) {
        return CudnnConvolution.of(device.require(device.cudnn()), problem, pass(), device.precision());
    }
}
