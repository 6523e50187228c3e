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
 * <p>Weights and sources are transformed once per launch. On large images a task takes some rows of patches through all steps in its
 * own scratch, past weights that all tasks share. Small images have more weights than sources, four times more still when transformed:
 * there a task takes a block of weights through all steps in its own scratch, past sources that all tasks share. Either way
 * what lies between the steps stays in the second level cache.
 */
public final class WinogradConvolution implements Plan {

    /** Results of one dimension at a time. */
    private static final int PATCH = WinogradPatches.STEP;

    private static final int TAPS = 3;
    private static final int ALL_POINTS = POINTS * POINTS;

    /** Bytes of transformed sources that a task aims for. */
    private static final int SOURCE_BYTES = 512 << 10;

    /** Bytes of transformed sources up to which they are shared: they must stay in the third level cache. */
    private static final int SHARED_SOURCE_BYTES = 8 << 20;

    /** Patches per task: at least so many, for the sake of the weights streaming by; at most so many. */
    private static final int FEWEST_PATCHES = 16;
    private static final int MOST_PATCHES = 64;

    /** Source channels whose weights are transformed together. */
    private static final int WEIGHT_CHANNELS = 16;

    /** Source channels whose transformed weights a task keeps in its scratch where the sources are shared. */
    private static final int KEPT_CHANNELS = 64;

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
    private final boolean sourcesShared;
    /** Rows of patches of a task. */
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
        int allRows = patchRows * target.n();
        int allPatches = allRows * patchColumns;
        sourcesShared = allPatches < target.c() && 4L * ALL_POINTS * allPatches * channels <= SHARED_SOURCE_BYTES;
        taskRows = sourcesShared ? allRows : Math.clamp(patches / patchColumns, 1, allRows);
        scratch = new Scratch();
        workers.reserveScratch(scratch.bytes);
        workers.reserveShared(sourcesShared
                ? ALL_POINTS * scratch.pointBytes
                : (long) ALL_POINTS * source.c() * Panels.padded(target.c()) * Float.BYTES);
    }

    /** Where things lie in a worker's scratch memory, in bytes from its begin. */
    private final class Scratch {
        /** Transformed sources, unless they are shared: [point][patch][channel]. */
        final long points = WinogradPatches.SCRATCH_BYTES;
        final long pointBytes = (long) tiles() * RegisterTile.ROWS * channels * Float.BYTES + SKEW;
        /** Products: [point][patch][target channel], for one block of target channels. */
        final long products = points + (sourcesShared ? 0 : ALL_POINTS * pointBytes);
        final long productBytes = (long) tiles() * RegisterTile.BYTES + SKEW;
        /** A row of patches, transformed back vertically: [row][point][patch][target channel]. */
        final long half = products + ALL_POINTS * productBytes;
        final long halfBytes = (long) patchColumns * POINTS * RegisterTile.COLUMNS * Float.BYTES + SKEW;
        /** And horizontally: [row][column][target channel]. */
        final long results = half + PATCH * halfBytes;
        final long resultBytes = (long) patchColumns * PATCH * RegisterTile.COLUMNS * Float.BYTES;
        final long bias = results + PATCH * resultBytes;
        /** One register tile, or a square of vectors. */
        final long spare = bias + (long) RegisterTile.COLUMNS * Float.BYTES;
        /** Weights before their transform, [tap][tap][channel][target channel], then half way, [point][tap][...]. */
        final long taps = spare + Math.max(RegisterTile.BYTES, Panels.TRANSPOSE_BYTES);
        /** Transformed weights, where the sources are shared: [point][channel][target channel]. */
        final long weights = taps + 4L * (TAPS * TAPS + POINTS * TAPS) * WEIGHT_CHANNELS * RegisterTile.COLUMNS;
        final long bytes = weights + (sourcesShared ? 4L * ALL_POINTS * KEPT_CHANNELS * RegisterTile.COLUMNS : 0);
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
        int rows = patchRows * target.n();
        if (sourcesShared) {
            workers.run(rows, (row, worker) ->
                    transformSources(row, row * patchColumns, from, workers.shared(), workers.scratch(worker)));
            workers.run(blocks, (block, worker) -> {
                long memory = workers.scratch(worker);
                multiplyShared(block, weights, memory);
                writeResults(block, 0, rows, to, bias, memory);
            });
        } else {
            int chunks = (source.c() + WEIGHT_CHANNELS - 1) / WEIGHT_CHANNELS;
            workers.run(blocks * chunks, (task, worker) -> {
                int block = task / chunks;
                int channel = task % chunks * WEIGHT_CHANNELS;
                transformWeights(block, channel, weights, workers.shared() + weightsAt(block, channel), pointBytes(block, source.c()),
                        workers.scratch(worker));
            });
            workers.run((rows + taskRows - 1) / taskRows, (task, worker) -> {
                int first = task * taskRows;
                convolve(first, Math.min(taskRows, rows - first), from, to, bias, workers.scratch(worker));
            });
        }
    }

    /** Bytes from the begin of all transformed weights to those of a block: [point][channel][target channel]. */
    private long weightsAt(int block, int channel) {
        return 4L * ALL_POINTS * block * RegisterTile.COLUMNS * source.c() + 4L * channel * Panels.width(target.c(), block);
    }

    /** Bytes of the transformed weights of one point of a block. */
    private long pointBytes(int block, int depth) {
        return 4L * depth * Panels.width(target.c(), block);
    }

    /** A few channels' weights for one block, to planes of {@code plane} bytes. */
    private void transformWeights(int block, int channel, long weights, long to, long plane, long memory) {
        long taps = memory + scratch.taps;
        int first = block * RegisterTile.COLUMNS;
        int width = Panels.width(target.c(), block);
        int count = Math.min(width, target.c() - first);
        int chunk = Math.min(WEIGHT_CHANNELS, source.c() - channel);
        long step = (long) width * Float.BYTES;
        long tapBytes = chunk * step;
        for (int tap = 0; tap < TAPS * TAPS; tap++) {
            long from = weights + 4L * tap * source.c() * target.c();
            if (transposed) { // weights [target channel][source channel], and the window turned by 180 degrees
                long row = 4L * source.c();
                Panels.transpose(from + first * row + 4L * channel, row, taps + (TAPS * TAPS - 1 - tap) * tapBytes, step,
                        chunk, count, width, memory + scratch.spare);
            } else {
                for (int i = 0; i < chunk; i++) {
                    Panels.copyPadded(from + 4L * ((channel + i) * (long) target.c() + first), taps + tap * tapBytes + i * step,
                            count, width);
                }
            }
        }
        long half = taps + TAPS * TAPS * tapBytes;
        WinogradTransforms.threeTaps(taps, TAPS * tapBytes, half, TAPS * tapBytes, TAPS * chunk * width);
        for (int i = 0; i < POINTS; i++) {
            WinogradTransforms.threeTaps(half + i * TAPS * tapBytes, tapBytes, to + i * POINTS * plane, plane, chunk * width);
        }
    }

    private void convolve(int firstRow, int rows, long from, long to, long bias, long memory) {
        long points = memory + scratch.points;
        for (int row = 0; row < rows; row++) {
            transformSources(firstRow + row, row * patchColumns, from, points, memory);
        }
        for (int block = 0; block < blocks; block++) {
            multiply(block, source.c(), rows * patchColumns, points, workers.shared() + weightsAt(block, 0), true, memory);
            writeResults(block, firstRow, rows, to, bias, memory);
        }
    }

    /** The products of all patches with one block of weights, which are transformed a few channels at a time. */
    private void multiplyShared(int block, long weights, long memory) {
        long kept = memory + scratch.weights;
        for (int channel = 0; channel < source.c(); channel += KEPT_CHANNELS) {
            int depth = Math.min(KEPT_CHANNELS, source.c() - channel);
            for (int i = 0; i < depth; i += WEIGHT_CHANNELS) {
                transformWeights(block, channel + i, weights, kept + 4L * i * Panels.width(target.c(), block), pointBytes(block, depth),
                        memory);
            }
            multiply(block, depth, patchRows * target.n() * patchColumns, workers.shared() + 4L * channel, kept, channel == 0, memory);
        }
    }

    /** One row of patches, to the points' planes from patch {@code patch} on. */
    private void transformSources(int row, int patch, long from, long points, long memory) {
        int top = row % patchRows * PATCH + (transposed ? spec.filter().padRows() - TAPS + 1 : -spec.filter().padRows());
        int left = transposed ? spec.filter().padColumns() - TAPS + 1 : -spec.filter().padColumns();
        long pixel = 4L * channels;
        WinogradPatches.SOURCES.read(source, row / patchRows, top, left, patchColumns, from, source.c(), points + patch * pixel,
                scratch.pointBytes, pixel, channels, memory);
    }

    private void multiply(int block, int depth, int patches, long points, long weights, boolean first, long memory) {
        int width = Panels.width(target.c(), block);
        int used = (patches + RegisterTile.ROWS - 1) / RegisterTile.ROWS;
        for (int point = 0; point < ALL_POINTS; point++) {
            long a = points + point * scratch.pointBytes;
            long b = weights + point * pointBytes(block, depth);
            long c = memory + scratch.products + point * scratch.productBytes;
            for (int tile = 0; tile < used; tile++) {
                if (first) {
                    RegisterTile.multiply(width, depth, a, 4L * channels, Float.BYTES, b, 4L * width, c);
                } else {
                    RegisterTile.multiplyAdd(width, depth, a, 4L * channels, Float.BYTES, b, 4L * width, c, memory + scratch.spare);
                }
                a += 4L * RegisterTile.ROWS * channels;
                c += 4L * RegisterTile.ROWS * width;
            }
        }
    }

    /** Transforms a block's products back and writes them. */
    private void writeResults(int block, int firstRow, int rows, long to, long bias, long memory) {
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
