package gyrus.kernels.cuda.conv.epiloguegrad;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;
import static gyrus.kernels.cuda.launch.Argument.scratch;

import gyrus.kernels.conv.epiloguegrad.ConvEpilogueGradSpec;
import gyrus.kernels.cuda.CudaKernel;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import java.util.List;

/**
 * Sums channels of a slice of the pixels in each block, four channels per thread. If there are several slices, a second launch
 * reduces them (split-K).
 */
public final class CudaVectorized implements CudaKernel<ConvEpilogueGradSpec> {

    private static final int THREADS = 256;
    private static final int MAX_ACROSS = 8; // threads of a block, with four channels each
    private static final int REDUCED_ACROSS = 8; // channels in a block of the second launch
    private static final int MIN_SLICE = 256; // pixels
    private static final int PIXELS_AT_ONCE = 4; // of a thread, if the problem has that many
    private static final int BLOCKS = 528; // to aim at: four for each multiprocessor of an H100

    @Override
    public CudaSource source() {
        return CudaSource.beside(this, "vectorized.cu");
    }

    @Override
    public List<Launch> launches(ConvEpilogueGradSpec problem) {
        int channels = problem.channels();
        int across = across(problem);
        int slices = slices(problem);
        boolean cut = slices > 1;
        Argument y = problem.relu() ? port(2) : new Argument.Null();
        Launch sum = new Launch("maskAndSum", Dim.of(groups(problem), slices), Dim.of(across, THREADS / across),
                port(0), y, cut ? scratch() : port(1), of(Math.toIntExact(problem.pixels())), of(slice(problem)), of(channels),
                of(problem.dyPitch()), of(problem.yPitch()), of(problem.relu()), of(!cut && problem.accumulate()));
        Launch reduce = new Launch("reduceSplitK", Dim.of(Math.ceilDiv(channels, REDUCED_ACROSS)),
                Dim.of(REDUCED_ACROSS, THREADS / REDUCED_ACROSS),
                scratch(), port(1), of(channels), of(slices), of(problem.accumulate()));
        return cut ? List.of(sum, reduce) : List.of(sum);
    }

    @Override
    public long scratchBytes(ConvEpilogueGradSpec problem) {
        return slices(problem) == 1 ? 0 : 4L * problem.channels() * slices(problem);
    }

    private static int across(ConvEpilogueGradSpec problem) {
        int across = 1;
        while (4 * across < problem.channels() && across < MAX_ACROSS) {
            across *= 2;
        }
        return across;
    }

    /** Returns the number of blocks across the channels. */
    private static int groups(ConvEpilogueGradSpec problem) {
        return Math.ceilDiv(problem.channels(), 4 * across(problem));
    }

    /** Returns the number of pixels in a slice, a multiple of the pixels that a block reads at a time. */
    private static int slice(ConvEpilogueGradSpec problem) {
        int turn = PIXELS_AT_ONCE * THREADS / across(problem);
        long wanted = Math.max(MIN_SLICE, Math.ceilDiv(problem.pixels(), Math.max(1, BLOCKS / groups(problem))));
        return Math.toIntExact(Math.ceilDiv(wanted, (long) turn) * turn);
    }

    private static int slices(ConvEpilogueGradSpec problem) {
        return Math.toIntExact(Math.ceilDiv(problem.pixels(), (long) slice(problem)));
    }
}
