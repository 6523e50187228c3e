package gyrus.kernels.cuda.conv.forward;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.gemm.Product;
import java.util.List;

/** A matrix product that gathers the image as it goes: a row for each output pixel, a term for each tap and input channel. */
public final class ForwardProduct {

    private ForwardProduct() {}

    public static Product of(ConvSpec problem) {
        return new Product("convForward", Math.toIntExact(problem.output().pixels()), problem.output().c(),
                problem.filter().taps() * CudaGeometry.padded(problem.input().c()),
                List.of(port(0), port(1), port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem)));
    }
}
