package gyrus.kernels.cuda.pool;

import gyrus.kernels.Image;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.CStruct;
import gyrus.kernels.cuda.loop.Divisor;
import gyrus.kernels.pool.PoolSpec;

/** Max pooling's problem as the structure {@code Windows} of {@code windows.cuh}. */
public record CudaWindows(int height, int width, int xPitch, Divisor rows, Divisor columns, int yPitch, int channels, int size,
        int stride)
        implements CStruct {

    /** Returns the structure of a problem. */
    public static Argument of(PoolSpec problem) {
        Image in = problem.input();
        Image out = problem.output();
        return new CudaWindows(in.h(), in.w(), in.pitch(), Divisor.of(out.h()), Divisor.of(out.w()), out.pitch(), in.c(),
                problem.size(),
                problem.stride()).argument();
    }
}
