package gyrus.kernels.conv.epiloguegrad;

import static gyrus.kernels.cuda.Argument.of;
import static gyrus.kernels.cuda.Argument.port;
import static gyrus.kernels.cuda.Argument.scratch;

import gyrus.kernels.CudaKernel;
import gyrus.kernels.cuda.Argument;
import gyrus.kernels.cuda.Dim;
import gyrus.kernels.cuda.Launch;
import java.util.List;

/** A block for some channels of each piece of the pixels, then a thread for each channel. */
public final class CudaNaive implements CudaKernel<ConvEpilogueGradSpec> {

    @Override
    public String source() {
        return "naive.cu";
    }

    private static final int THREADS = 256;
    private static final int MAX_ACROSS = 32; // channels of a block
    private static final int PIECE = 512; // pixels
    private static final int MAX_PIECES = 256;

    @Override
    public List<Launch> launches(ConvEpilogueGradSpec problem) {
        int across = 1;
        while (across < problem.channels() && across < MAX_ACROSS) {
            across *= 2;
        }
        int channels = problem.channels();
        int pieces = pieces(problem);
        Argument y = problem.relu() ? port(2) : new Argument.Null();
        return List.of(
                new Launch("maskAndSum", Dim.of(Math.ceilDiv(channels, across), pieces), Dim.of(across, THREADS / across),
                        port(0), y, scratch(), of(Math.toIntExact(problem.pixels())), of(channels),
                        of(problem.dyPitch()), of(problem.yPitch()), of(problem.relu())),
                new Launch("joinPieces", Dim.of(Math.ceilDiv(channels, THREADS)), Dim.of(THREADS),
                        scratch(), port(1), of(channels), of(pieces), of(problem.accumulate())));
    }

    @Override
    public long scratchBytes(ConvEpilogueGradSpec problem) {
        return 4L * problem.channels() * pieces(problem);
    }

    private static int pieces(ConvEpilogueGradSpec problem) {
        return Math.clamp(problem.pixels() / PIECE, 1, MAX_PIECES);
    }
}
