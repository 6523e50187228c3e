package gyrus.kernels.cuda.conv;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Divisor;
import java.util.stream.IntStream;

/** A convolution's problem as the structure of {@code geometry.cuh}. */
public final class CudaGeometry {

    private CudaGeometry() {}

    public static Argument of(ConvSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        Filter filter = problem.filter();
        int[][] members = {{in.n()}, Divisor.of(in.h()), Divisor.of(in.w()), {in.c(), in.pitch()},
            Divisor.of(out.h()), Divisor.of(out.w()), {out.c(), out.pitch()},
            {filter.rows()}, Divisor.of(filter.columns()), Divisor.of(filter.stride()),
            {filter.padRows(), filter.padColumns(), filter.dilation()}, Divisor.of(inFours(in.c())), Divisor.of(inFours(out.c())),
            {problem.epilogue() == Epilogue.BIAS_RELU ? 1 : 0, problem.accumulate() ? 1 : 0}};
        return new Argument.Ints(IntStream.range(0, members.length).flatMap(i -> IntStream.of(members[i])).toArray());
    }

    /** Channels rounded up to a multiple of four: products count them so, and take what is beyond them for zero. */
    public static int inFours(int channels) {
        return Math.ceilDiv(channels, 4) * 4;
    }

    /** The bias, which is the last operand where there is one. */
    public static Argument bias(ConvSpec problem) {
        return problem.epilogue().hasBias() ? Argument.port(3) : new Argument.Null();
    }
}
