package gyrus.kernels.conv;

import static gyrus.kernels.conv.WinogradTransforms.POINTS;

import gyrus.kernels.Image;
import gyrus.kernels.Plan;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.device.CpuDevice;
import gyrus.kernels.device.Workers;
import gyrus.kernels.memory.Operand;

/**
 * 3x3 convolution of stride 1 by Winograd's F(4x4, 3x3), forward or transposed: 36 multiplications for 16 results of nine taps each.
 *
 * <p>The target is cut into patches of 4x4 pixels, whose sources are 6x6 pixels. Sources and weights are transformed to 36
 * points (6 by 6); there, patches by channels times channels by channels is one matrix product per point; and the products are
 * transformed back, with bias, addition and ReLU as they are written.
 *
 * <p>The weights are transformed once per launch. A task takes some rows of patches through all steps in its own scratch, so that what
 * lies between them stays in the second level cache.
 */
public final class WinogradConvolution implements Plan {

    /** Results of one dimension at a time. */
    private static final int PATCH = WinogradPatches.STEP;

    private static final int TAPS = 3;
    private static final int ALL_POINTS = POINTS * POINTS;

    /** Bytes of transformed sources that a task aims for. */
    private static final int SOURCE_BYTES = 512 << 10;

    /** Patches per task: at least so many, for the sake of the weights streaming by; at most so many. */
    private static final int FEWEST_PATCHES = 16;
    private static final int MOST_PATCHES = 64;

    /** Source channels whose weights are transformed together. */
    private static final int WEIGHT_CHANNELS = 16;

    /** Bytes between the 36 planes beyond their size: equal addresses modulo 4096 would share one set of the cache. */
    private static final int SKEW = 64;

    private final Workers workers;
    private final ConvSpec spec;
    private final Image source;
    private final Image target;
    private final boolean transposed;
    private final int blocks;
    private final int patchRows;
    private final int patchColumns;
    private final int taskRows;
    /** Source channels rounded up to whole vectors. */
    private final int channels;
    private final Scratch scratch;

    /** The forward pass: x, w, y, and a bias for y. */
    public static Plan forward(ConvSpec spec, CpuDevice device) {
        return new WinogradConvolution(spec, device, false);
    }

    /** The gradient with respect to the input: dy, w, dx, and a bias for dx. */
    public static Plan gradInput(ConvSpec spec, CpuDevice device) {
        return new WinogradConvolution(spec, device, true);
    }

    private WinogradConvolution(ConvSpec spec, CpuDevice device, boolean transposed) {
        this.workers = device.workers();
        this.spec = spec;
        this.transposed = transposed;
        this.source = transposed ? spec.output() : spec.input();
        this.target = transposed ? spec.input() : spec.output();
        blocks = Panels.blocks(target.c());
        patchRows = (target.h() + PATCH - 1) / PATCH;
        patchColumns = (target.w() + PATCH - 1) / PATCH;
        channels = Panels.padded(source.c());
        int patches = Math.clamp(SOURCE_BYTES / (ALL_POINTS * channels * Float.BYTES), FEWEST_PATCHES, MOST_PATCHES);
        taskRows = Math.clamp(patches / patchColumns, 1, patchRows * target.n());
        scratch = new Scratch();
        workers.reserveScratch(Math.max(scratch.bytes, WeightScratch.BYTES));
        workers.reserveShared((long) ALL_POINTS * source.c() * Panels.padded(target.c()) * Float.BYTES);
    }

    /** Where things lie in a worker's scratch memory, in bytes from its begin. */
    private final class Scratch {
        /** Transformed sources: [point][patch][channel]. */
        final long points = WinogradPatches.SCRATCH_BYTES;
        final long pointBytes = (long) tiles() * RegisterTile.ROWS * channels * Float.BYTES + SKEW;
        /** Products: [point][patch][target channel], for one block of target channels. */
        final long products = points + ALL_POINTS * pointBytes;
        final long productBytes = (long) tiles() * RegisterTile.BYTES + SKEW;
        /** A row of patches, transformed back vertically: [row][point][patch][target channel]. */
        final long half = products + ALL_POINTS * productBytes;
        final long halfBytes = (long) patchColumns * POINTS * RegisterTile.COLUMNS * Float.BYTES + SKEW;
        /** And horizontally: [row][column][target channel]. */
        final long results = half + PATCH * halfBytes;
        final long resultBytes = (long) patchColumns * PATCH * RegisterTile.COLUMNS * Float.BYTES;
        final long bias = results + PATCH * resultBytes;
        final long bytes = bias + (long) RegisterTile.COLUMNS * Float.BYTES;
    }

    /** The scratch memory for transforming weights: [tap][tap][channel][target channel], then [point][tap][...]. */
    private static final class WeightScratch {
        static final long TAP_BYTES = (long) WEIGHT_CHANNELS * RegisterTile.COLUMNS * Float.BYTES;
        static final long SPARE = (TAPS * TAPS + POINTS * TAPS) * TAP_BYTES;
        static final long BYTES = SPARE + Panels.TRANSPOSE_BYTES;
    }

    /** Register tiles that hold a task's patches. */
    private int tiles() {
        return (taskRows * patchColumns + RegisterTile.ROWS - 1) / RegisterTile.ROWS;
    }

    @Override
    public void launch(Operand... operands) {
        long from = operands[0].address();
        long weights = operands[1].address();
        long to = operands[2].address();
        long bias = spec.epilogue().hasBias() ? operands[3].address() : 0;
        int chunks = (source.c() + WEIGHT_CHANNELS - 1) / WEIGHT_CHANNELS;
        workers.run(blocks * chunks, (task, worker) ->
                transformWeights(task / chunks, task % chunks * WEIGHT_CHANNELS, weights, workers.scratch(worker)));
        int rows = patchRows * target.n();
        workers.run((rows + taskRows - 1) / taskRows, (task, worker) -> {
            int first = task * taskRows;
            convolve(first, Math.min(taskRows, rows - first), from, to, bias, workers.scratch(worker));
        });
    }

    /** Bytes from the begin of all transformed weights to those of a point and a block: [channel][target channel]. */
    private long weightsAt(int block, int point) {
        return ((long) ALL_POINTS * block * RegisterTile.COLUMNS + (long) point * Panels.width(target.c(), block))
                * source.c() * Float.BYTES;
    }

    private void transformWeights(int block, int channel, long weights, long taps) {
        int first = block * RegisterTile.COLUMNS;
        int width = Panels.width(target.c(), block);
        int count = Math.min(width, target.c() - first);
        int chunk = Math.min(WEIGHT_CHANNELS, source.c() - channel);
        long step = (long) width * Float.BYTES;
        long tapBytes = chunk * step;
        for (int tap = 0; tap < TAPS * TAPS; tap++) {
            long plane = weights + 4L * tap * source.c() * target.c();
            if (transposed) { // weights [target channel][source channel], and the window turned by 180 degrees
                long row = 4L * source.c();
                Panels.transpose(plane + first * row + 4L * channel, row, taps + (TAPS * TAPS - 1 - tap) * tapBytes, step,
                        chunk, count, width, taps + WeightScratch.SPARE);
            } else {
                for (int i = 0; i < chunk; i++) {
                    Panels.copyPadded(plane + 4L * ((channel + i) * (long) target.c() + first), taps + tap * tapBytes + i * step, count, width);
                }
            }
        }
        long half = taps + TAPS * TAPS * tapBytes;
        WinogradTransforms.threeTaps(taps, TAPS * tapBytes, half, TAPS * tapBytes, TAPS * chunk * width);
        for (int i = 0; i < POINTS; i++) {
            long to = workers.shared() + weightsAt(block, i * POINTS) + channel * step;
            WinogradTransforms.threeTaps(half + i * TAPS * tapBytes, tapBytes, to, source.c() * step, chunk * width);
        }
    }

    private void convolve(int firstRow, int rows, long from, long to, long bias, long memory) {
        for (int row = 0; row < rows; row++) {
            transformSources(firstRow + row, row * patchColumns, from, memory);
        }
        for (int block = 0; block < blocks; block++) {
            multiply(block, rows * patchColumns, memory);
            int first = block * RegisterTile.COLUMNS;
            int width = Panels.width(target.c(), block);
            int count = Math.min(width, target.c() - first);
            if (bias != 0) {
                Panels.copyPadded(bias + 4L * first, memory + scratch.bias, count, width);
            }
            for (int row = 0; row < rows; row++) {
                transformResults(row * patchColumns, width, memory);
                int image = (firstRow + row) / patchRows;
                int top = (firstRow + row) % patchRows * PATCH;
                for (int i = 0; i < Math.min(PATCH, target.h() - top); i++) {
                    Panels.finish(memory + scratch.results + i * scratch.resultBytes, width, target.w(),
                            to + 4L * (target.offset(image, top + i, 0) + first), 4L * target.pitch(), count,
                            bias == 0 ? 0 : memory + scratch.bias, spec.epilogue() == Epilogue.BIAS_RELU, spec.accumulate());
                }
            }
        }
    }

    /** One row of patches, to the points' planes from patch {@code patch} on. */
    private void transformSources(int row, int patch, long from, long memory) {
        int top = row % patchRows * PATCH + (transposed ? spec.filter().padRows() - TAPS + 1 : -spec.filter().padRows());
        int left = transposed ? spec.filter().padColumns() - TAPS + 1 : -spec.filter().padColumns();
        long pixel = 4L * channels;
        WinogradPatches.SOURCES.read(source, row / patchRows, top, left, patchColumns, from, source.c(),
                memory + scratch.points + patch * pixel, scratch.pointBytes, pixel, channels, memory);
    }

    private void multiply(int block, int patches, long memory) {
        int width = Panels.width(target.c(), block);
        int used = (patches + RegisterTile.ROWS - 1) / RegisterTile.ROWS;
        for (int point = 0; point < ALL_POINTS; point++) {
            long a = memory + scratch.points + point * scratch.pointBytes;
            long b = workers.shared() + weightsAt(block, point);
            long c = memory + scratch.products + point * scratch.productBytes;
            for (int tile = 0; tile < used; tile++) {
                RegisterTile.multiply(width, source.c(), a, 4L * channels, Float.BYTES, b, 4L * width, c);
                a += 4L * RegisterTile.ROWS * channels;
                c += 4L * RegisterTile.ROWS * width;
            }
        }
    }

    /** One row of patches, from the products' planes from patch {@code patch} on, to rows of results. */
    private void transformResults(int patch, int width, long memory) {
        long pixel = 4L * width;
        for (int j = 0; j < POINTS; j++) {
            WinogradTransforms.fourResults(memory + scratch.products + j * scratch.productBytes + patch * pixel,
                    POINTS * scratch.productBytes, 0, memory + scratch.half + j * patchColumns * pixel, scratch.halfBytes, 0,
                    patchColumns * width, 1);
        }
        for (int i = 0; i < PATCH; i++) {
            WinogradTransforms.fourResults(memory + scratch.half + i * scratch.halfBytes, patchColumns * pixel, pixel,
                    memory + scratch.results + i * scratch.resultBytes, pixel, PATCH * pixel, width, patchColumns);
        }
    }
}
