package gyrus.kernels.conv.gradweight;

import static gyrus.kernels.cuda.Argument.port;
import static gyrus.kernels.cuda.Argument.scratch;

import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.CudaBoxes;
import gyrus.kernels.conv.CudaGeometry;
import gyrus.kernels.conv.HaloImage;
import gyrus.kernels.conv.PackedImage;
import gyrus.kernels.cuda.Argument;
import gyrus.kernels.cuda.Dim;
import gyrus.kernels.cuda.Launch;
import gyrus.kernels.cuda.Precision;
import java.util.List;

/** On Hopper's tensor cores, in TF32: on patches of the input where it lies, and of the gradient packed along its pixels. */
public final class CudaWgmmaHaloTf32 extends WgmmaHaloProduct {

    private static final int STAGES = 3;
    private static final int INPUT_BOXES = 3; // of 32 channels each
    private static final int HALVES = 2; // of a patch, whose pixels fill a line each
    private static final Dim PACKING = Dim.of(32, 8); // channels, and pixels at a time

    public CudaWgmmaHaloTf32() {
        super(Precision.TF32);
    }

    @Override
    public Support supports(ConvSpec problem) {
        return input(problem).supportedFor(problem.filter());
    }

    private static HaloImage input(ConvSpec problem) {
        return new HaloImage(0, problem.input());
    }

    @Override
    Factors factors(ConvSpec problem) {
        return new Patches(problem, patches(problem));
    }

    @Override
    int stageBytes(ConvSpec problem, int columns) {
        return STAGES * (INPUT_BOXES * HaloImage.boxBytes(patches(problem)) + HALVES * columns * PackedImage.LINE);
    }

    private record Patches(ConvSpec problem, CudaBoxes boxes) implements Factors {

        @Override
        public int steps() {
            return boxes.count();
        }

        private int pixels() {
            return Math.multiplyExact(boxes.count(), PIXELS);
        }

        @Override
        public List<Launch> packing() {
            Dim grid = Dim.of(boxes.count(), Math.ceilDiv(problem.output().c(), PACKING.x()));
            return List.of(new Launch("packPatches", grid, PACKING, port(1), scratch(), boxes.argument(), CudaGeometry.of(problem)));
        }

        @Override
        public List<Argument> boxes(int columns) {
            Argument gradients = Argument.TensorMap.dense(0, Float.BYTES, List.of(pixels(), problem.output().c(), 1),
                    List.of(PIXELS / HALVES, columns, 1));
            return List.of(input(problem).map(boxes), gradients, port(0), boxes.argument());
        }

        @Override
        public long end() {
            return PackedImage.aligned((long) Float.BYTES * pixels() * problem.output().c());
        }
    }
}
