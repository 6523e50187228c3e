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

/**
 * A pass that gathers pixels by {@code wgmma}, the matrix instruction of Hopper GPUs, on boxes that TMA loads. This class derives
 * the launches from the cut of the problem.
 */
public abstract class CudaWgmmaConvolution extends WgmmaKernel {

    private static final int SQUARE = 32;
    private static final int[] WIDTHS = {128, 64, 32};

    private final ConvPass pass;

    /**
     * Creates the kernel of a pass at one level.
     *
     * @param level the name of the level without the precision
     */
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
     * The cut of one problem, with the layout of scratch memory.
     *
     * @param packing the launches before the product, which pack factors
     * @param packedBytes the bytes of packed factors in scratch memory; the partial sums of the slices follow them
     * @param pipeline the cut of the product
     * @param boxes the arguments of the product that describe its factors
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
     * Returns the launch of {@code packWeights} of {@code pack.cuh}, with a square of 32 results and 32 words for each block.
     *
     * @param packedChannels the channels of the gathered image in the packed weights
     * @param places the addresses that the kernel reads and writes
     * @param order the arguments of the kernel's variant that set the order of the packed weights
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
