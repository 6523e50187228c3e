package gyrus.kernels.conv;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cuda.Argument;

/** A convolution's problem as the structure of {@code geometry.cuh}. */
public final class CudaGeometry {

    private CudaGeometry() {}

    public static Argument of(ConvSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        return new Argument.Ints(in.n(), in.h(), in.w(), in.c(), in.pitch(), out.h(), out.w(), out.c(), out.pitch(),
                filter.rows(), filter.columns(), filter.stride(), filter.padRows(), filter.padColumns(), filter.dilation(),
                problem.epilogue().hasBias() ? 1 : 0, problem.epilogue() == Epilogue.BIAS_RELU ? 1 : 0, problem.accumulate() ? 1 : 0);
    }

    /** The bias, which is the last operand where there is one. */
    public static Argument bias(ConvSpec problem) {
        return problem.epilogue().hasBias() ? Argument.port(3) : new Argument.Null();
    }
}
