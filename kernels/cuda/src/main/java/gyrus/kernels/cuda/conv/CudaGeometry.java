package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.CStruct;
import gyrus.kernels.cuda.loop.Divisor;

/** A convolution's problem as the structure {@code Geometry} of {@code geometry.cuh}. */
public record CudaGeometry(int n, Divisor h, Divisor w, int c, int xPitch, Divisor oh, Divisor ow, int o, int yPitch, int kh,
        Divisor kw, Divisor stride, int padRows, int padColumns, int dilation, Divisor cPadded, Divisor oPadded, boolean relu,
        boolean accumulate) implements CStruct {

    /** Returns the structure of a problem. */
    public static Argument of(ConvSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        return new CudaGeometry(in.n(), Divisor.of(in.h()), Divisor.of(in.w()), in.c(), in.pitch(), Divisor.of(out.h()),
                Divisor.of(out.w()), out.c(), out.pitch(), filter.rows(), Divisor.of(filter.columns()), Divisor.of(filter.stride()),
                filter.padRows(), filter.padColumns(), filter.dilation(), Divisor.of(padded(in.c())), Divisor.of(padded(out.c())),
                problem.epilogue() == Epilogue.BIAS_RELU, problem.accumulate()).argument();
    }

    /**
     * Returns a number of channels rounded up to a multiple of four. Products count K in padded channels, and read zeros for the
     * padding.
     */
    public static int padded(int channels) {
        return Math.ceilDiv(channels, 4) * 4;
    }

    /** Returns the bias, which is the last operand, or a null address without a bias. */
    public static Argument bias(ConvSpec problem) {
        return problem.epilogue().hasBias() ? Argument.port(3) : new Argument.Null();
    }
}
