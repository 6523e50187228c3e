package gyrus.kernels.cuda.conv;

import static gyrus.kernels.cuda.launch.Argument.of;
import static gyrus.kernels.cuda.launch.Argument.port;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cuda.CudaSource;
import gyrus.kernels.cuda.gemm.BoxPipeline;
import gyrus.kernels.cuda.gemm.TileWidth;
import gyrus.kernels.cuda.launch.Argument;
import gyrus.kernels.cuda.launch.Dim;
import gyrus.kernels.cuda.launch.Launch;
import gyrus.kernels.cuda.launch.Precision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A pass that gathers pixels by Hopper's {@code wgmma}, on boxes that TMA loads: how it is launched once it is cut. */
public abstract class CudaWgmmaConvolution extends WgmmaKernel {

    private static final int SQUARE = 32;
    private static final int[] WIDTHS = {128, 64, 32};

    private final ConvPass pass;

    /** @param level its name without the precision */
    CudaWgmmaConvolution(String level, ConvPass pass, Precision precision) {
        super(level, precision);
        this.pass = pass;
    }

    @Override
    public final CudaSource source() {
        String header = level() + "_product.cuh";
        SequencedMap<String, String> defines = new LinkedHashMap<>();
        defines.put("OPERANDS", CudaSource.quoted("../" + pass.folder() + "/product.cuh"));
        defines.put("LEVEL", CudaSource.quoted(header));
        defines.put("PRODUCT", CudaSource.template(header));
        defines.put("FORMAT", precision() == Precision.TF32 ? "PackedTf32" : "PackedBf16");
        return new CudaSource("conv/wgmma.cu", pass.folder() + "/" + name(), defines);
    }

    /**
     * How one problem is cut, and where in scratch memory things lie.
     *
     * @param packing launched first
     * @param packedBytes of scratch memory, behind which the slices' sums lie
     * @param boxes what the product takes of where both factors are
     */
    record Work(List<Launch> packing, long packedBytes, BoxPipeline pipeline, List<Argument> boxes) {}

    abstract Work work(ConvSpec problem);

    final ConvPass pass() {
        return pass;
    }

    /** Returns the columns of the tiles that a result is cut into. */
    public static int columns(Image result) {
        return TileWidth.of(result.c(), WIDTHS);
    }

    final int columns(ConvSpec problem) {
        return columns(pass.result(problem));
    }

    final Dim tiles(ConvSpec problem, CudaBoxes boxes) {
        return Dim.of(boxes.count(), Math.ceilDiv(pass.result(problem).c(), columns(problem)));
    }

    /**
     * Of {@code pack.cuh}: a square of 32 results and 32 words for each block.
     *
     * @param places of what it reads and of what it writes
     * @param order that it packs in, as its variant takes it
     */
    final Launch packWeights(ConvSpec problem, int packedChannels, List<Argument> places, Argument... order) {
        int results = pass.result(problem).c();
        int squares = Math.ceilDiv(packedChannels * numberBytes(), SQUARE * Integer.BYTES);
        List<Argument> arguments = new ArrayList<>(places);
        arguments.addAll(List.of(of(results), of(pass.gathered(problem).c()), of(pass.resultStep(problem)),
                of(pass.gatheredStep(problem)), of(packedChannels)));
        arguments.addAll(List.of(order));
        return new Launch("packWeights", Dim.of(Math.ceilDiv(results, SQUARE), problem.filter().taps() * squares),
                Dim.of(SQUARE, SQUARE / 4), arguments.toArray(Argument[]::new));
    }

    @Override
    public final List<Launch> launches(ConvSpec problem) {
        Work work = work(problem);
        List<Launch> launches = new ArrayList<>(work.packing());
        launches.addAll(work.pipeline()
                .launches(pass.kernel() + columns(problem), "reduceSplitK", results(problem), work.packedBytes(),
                        work.boxes(), List.of(port(2), CudaGeometry.bias(problem), CudaGeometry.of(problem))));
        return launches;
    }

    @Override
    public final long scratchBytes(ConvSpec problem) {
        Work work = work(problem);
        int slices = work.pipeline().slices();
        return work.packedBytes() + (slices == 1 ? 0 : 4 * slices * results(problem));
    }

    private long results(ConvSpec problem) {
        Image to = pass.result(problem);
        return to.pixels() * to.c();
    }
}
