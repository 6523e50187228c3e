package gyrus.kernels.cuda.conv.gradweight;

import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.conv.CudaGeometry;
import gyrus.kernels.cuda.conv.WgmmaKernel;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.gemm.TileWidth;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import java.util.ArrayList;
import java.util.List;

/**
 * The gradient with respect to the weights by Hopper's {@code wgmma} on boxes that TMA loads. Factors that TMA cannot load from
 * the operand are packed into scratch memory first.
 */
abstract class WgmmaProduct extends WgmmaKernel {

    /** The input channels of one slice, which one warpgroup accumulates. */
    static final int CHANNELS = 64;

    private static final int LEAST_STEPS = 8; // of a slice

    private final int[] widths;

    /**
     * Creates the kernel of a level.
     *
     * @param level the name of the level without the precision
     * @param widths the widths of tiles that the kernel is compiled for
     */
    WgmmaProduct(String level, Precision precision, int... widths) {
        super(level, precision);
        this.widths = widths;
    }

    /** The two factors of the product. */
    interface Factors {

        /** Returns the number of boxes along K. */
        int steps();

        /** Returns the launches before the product, which pack factors. */
        List<Launch> packing();

        /** Returns the product's arguments for its factors and for the pixels of each step. */
        List<Argument> boxes(int columns);

        /** Returns the offset after the factors in scratch memory. */
        long end();
    }

    abstract Factors factors(ConvSpec problem);

    /**
     * Returns the number of elements of the result: a row for each tap and input channel, with channels padded to whole {@code
     * float4}.
     */
    private static long elements(ConvSpec problem) {
        return (long) problem.filter().taps() * CudaGeometry.padded(problem.input().c()) * problem.output().c();
    }

    private int width(ConvSpec problem) {
        return TileWidth.of(problem.output().c(), widths);
    }

    private BoxPipeline pipeline(ConvSpec problem) {
        Dim tiles = Dim.of(tilesOfRows(problem.filter().taps(), Math.ceilDiv(problem.input().c(), CHANNELS)),
                Math.ceilDiv(problem.output().c(), width(problem)));
        return new BoxPipeline(tiles, factors(problem).steps(), LEAST_STEPS, stageBytes(problem, width(problem)),
                consumerThreads());
    }

    /** Returns the number of row tiles of a result with {@code taps} taps of {@code blocksOfTap} blocks each. */
    abstract int tilesOfRows(int taps, int blocksOfTap);

    /** Returns the shared memory of all pipeline stages in bytes. */
    abstract int stageBytes(ConvSpec problem, int columns);

    /** Returns the number of threads in the consumer warps of a block. */
    abstract int consumerThreads();

    @Override
    public final List<Launch> launches(ConvSpec problem) {
        Factors factors = factors(problem);
        List<Launch> launches = new ArrayList<>(factors.packing());
        launches.addAll(pipeline(problem)
                .launches("convGradWeight" + width(problem), "reduceSplitK", elements(problem), factors.end(),
                        factors.boxes(width(problem)), List.of(port(2), CudaGeometry.of(problem))));
        return launches;
    }

    @Override
    public final long scratchBytes(ConvSpec problem) {
        int slices = pipeline(problem).slices();
        return factors(problem).end() + (slices == 1 ? 0 : 4L * slices * elements(problem));
    }
}
