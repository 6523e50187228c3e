package gyrus.kernels.conv;

import static gyrus.kernels.conv.WinogradTransforms.POINTS;
import static gyrus.kernels.cpu.Simd.LANES;

import gyrus.kernels.Image;
import gyrus.kernels.Plan;
import gyrus.kernels.device.CpuDevice;
import gyrus.kernels.device.Workers;
import gyrus.kernels.memory.Operand;

/**
 * The gradient with respect to the weights by Winograd's F(3x3, 4x4): a patch of 4x4 output gradients is the filter that slides over 6x6 input
 * pixels, three by three times.
 *
 * <p>Both are transformed to 36 points; there, input channels by patches times patches by output channels is one matrix
 * product per point, summed over all patches; the sums are transformed back at the end.
 *
 * <p>A task sums a group of channels over a range of patches, a few strips of them at a time. Where a launch has few channels the patches
 * are cut into several ranges, whose partial sums are added in order at the end: the cut depends on the problem alone.
 */
public final class WinogradGradWeight implements Plan {

    private static final int STRIP = RegisterTile.ROWS;
    private static final int TAPS = 3;
    private static final int ALL_POINTS = POINTS * POINTS;
    private static final long VECTOR = (long) LANES * Float.BYTES;

    /** Strips transformed together: their patches are the terms of one product. */
    private static final int STRIPS = 2;

    /** Bytes of sums that a task should not exceed, to stay in the second level cache. */
    private static final int SUMS_BYTES = 640 << 10;

    /** Output channel blocks of a task, at most. */
    private static final int BLOCKS = 2;

    /** Tasks that a launch aims for, so that its threads finish at nearly the same time. */
    private static final int TASKS = 16;

    /** Bytes of partial sums of all ranges together, at most. */
    private static final int PARTIAL_BYTES = 32 << 20;

    /** Bytes between the 36 planes beyond their size: equal addresses modulo 4096 would share one set of the cache. */
    private static final int SKEW = 64;

    private final Workers workers;
    private final ConvSpec spec;
    private final Image input;
    private final Image output;
    private final PatchGrid grid;
    private final int inputTiles;
    private final int inputGroups;
    private final int outputBlocks;
    private final int outputGroups;
    private final int chunks;
    private final int ranges;
    private final long sumsBytes;
    private final Scratch scratch;

    public WinogradGradWeight(ConvSpec spec, CpuDevice device) {
        this.workers = device.workers();
        this.spec = spec;
        this.input = spec.input();
        this.output = spec.output();
        grid = PatchGrid.of(output);
        inputTiles = Math.ceilDiv(input.c(), RegisterTile.ROWS);
        outputBlocks = Panels.blocks(output.c());
        outputGroups = Math.ceilDiv(outputBlocks, BLOCKS);
        int tileBytes = ALL_POINTS * Math.ceilDiv(outputBlocks, outputGroups) * RegisterTile.BYTES;
        inputGroups = Math.ceilDiv(inputTiles, Math.clamp(SUMS_BYTES / tileBytes, 1, inputTiles));
        sumsBytes = (long) tileBytes * Math.ceilDiv(inputTiles, inputGroups);

        chunks = Math.ceilDiv(grid.patches(), STRIPS * STRIP);
        int groups = inputGroups * outputGroups;
        long mostRanges = Math.max(1, PARTIAL_BYTES / (groups * sumsBytes));
        ranges = (int) Math.min(Math.min(chunks, Math.ceilDiv(TASKS, groups)), mostRanges);
        scratch = new Scratch();
        workers.reserveScratch(scratch.bytes);
        workers.reserveShared(ranges * groups * sumsBytes);
    }

    /** Where things lie in a worker's scratch memory, in bytes from its begin. */
    private final class Scratch {
        final long inputPixel = 4L * Panels.padded(Math.ceilDiv(inputTiles, inputGroups) * RegisterTile.ROWS);
        final long outputPixel = 4L * Math.ceilDiv(outputBlocks, outputGroups) * RegisterTile.COLUMNS;
        /** Transformed inputs and output gradients: [point][patch][channel]. */
        final long inputs = WinogradPatches.SCRATCH_BYTES;
        final long inputPlane = STRIPS * STRIP * inputPixel + SKEW;
        final long gradients = inputs + ALL_POINTS * inputPlane;
        final long gradientPlane = STRIPS * STRIP * outputPixel + SKEW;
        final long spare = gradients + ALL_POINTS * gradientPlane;
        /** The sums transformed back vertically, then both ways: [tap][point][input channel][output channel], [tap][tap][...]. */
        final long halfBytes = TAPS * POINTS * Math.ceilDiv(inputTiles, inputGroups) * (long) RegisterTile.BYTES;
        final long bytes = Math.max(spare + RegisterTile.BYTES, 2 * halfBytes);
    }

    @Override
    public void launch(Operand... operands) {
        long x = operands[0].address();
        long dy = operands[1].address();
        long dw = operands[2].address();
        int groups = inputGroups * outputGroups;
        workers.run(groups * ranges, (task, worker) ->
                new Group(task % groups).sum(task / groups, x, dy, workers.scratch(worker), workers.shared() + task * sumsBytes));
        int mostBlocks = Math.ceilDiv(outputBlocks, outputGroups);
        workers.run(groups * mostBlocks, (task, worker) -> {
            Group group = new Group(task / mostBlocks);
            if (task % mostBlocks < group.blocks) {
                group.finish(task % mostBlocks, dw, workers.scratch(worker));
            }
        });
    }

    /** Some tiles of input channels by some blocks of output channels. */
    private final class Group extends ChannelGroup {

        Group(int index) {
            super(index, inputTiles, inputGroups, outputBlocks, outputGroups);
        }

        private int inputCount() {
            return Math.min(tiles * RegisterTile.ROWS, input.c() - firstTile * RegisterTile.ROWS);
        }

        private int outputCount() {
            return Math.min(blocks * RegisterTile.COLUMNS, output.c() - firstBlock * RegisterTile.COLUMNS);
        }

        private int blockWidth(int block) {
            return Panels.width(output.c(), firstBlock + block);
        }

        /** Bytes of the sums of one point and one block of output channels: [input channel][output channel]. */
        private long planeBytes(int block) {
            return 4L * tiles * RegisterTile.ROWS * blockWidth(block);
        }

        /** Where the sums of a block of output channels begin: [point][input channel][output channel]. */
        private long sumsAt(int block) {
            return (long) ALL_POINTS * block * tiles * RegisterTile.BYTES;
        }

        /** Sums over one range of patches. */
        void sum(int range, long x, long dy, long memory, long sums) {
            int first = range * chunks / ranges;
            for (int chunk = first; chunk < (range + 1) * chunks / ranges; chunk++) {
                int patch = chunk * STRIPS * STRIP;
                int patches = Math.min(STRIPS * STRIP, grid.patches() - patch);
                transform(patch, patches, x, dy, memory);
                multiply(patches, chunk == first, memory, sums);
            }
        }

        private void transform(int first, int patches, long x, long dy, long memory) {
            int count;
            for (int patch = first; patch < first + patches; patch += count) {
                count = grid.run(patch);
                int image = grid.image(patch);
                int top = grid.top(patch);
                int left = grid.left(patch);
                WinogradPatches.SOURCES.read(input, image, top - spec.filter().padRows(), left - spec.filter().padColumns(), count,
                        x + 4L * firstTile * RegisterTile.ROWS, inputCount(),
                        memory + scratch.inputs + (patch - first) * scratch.inputPixel, scratch.inputPlane, scratch.inputPixel, memory);
                WinogradPatches.GRADIENTS.read(output, image, top, left, count,
                        dy + 4L * firstBlock * RegisterTile.COLUMNS, outputCount(),
                        memory + scratch.gradients + (patch - first) * scratch.outputPixel, scratch.gradientPlane, scratch.outputPixel,
                        memory);
            }
        }

        private void multiply(int patches, boolean first, long memory, long sums) {
            for (int block = 0; block < blocks; block++) {
                int width = blockWidth(block);
                for (int point = 0; point < ALL_POINTS; point++) {
                    long a = memory + scratch.inputs + point * scratch.inputPlane;
                    long b = memory + scratch.gradients + point * scratch.gradientPlane + 4L * block * RegisterTile.COLUMNS;
                    long c = sums + sumsAt(block) + point * planeBytes(block);
                    for (int tile = 0; tile < tiles; tile++) {
                        if (first) {
                            RegisterTile.multiply(width, patches, a, Float.BYTES, scratch.inputPixel, b, scratch.outputPixel, c);
                        } else {
                            RegisterTile.multiplyAdd(width, patches, a, Float.BYTES, scratch.inputPixel, b, scratch.outputPixel, c,
                                    memory + scratch.spare);
                        }
                        a += 4L * RegisterTile.ROWS;
                        c += 4L * RegisterTile.ROWS * width;
                    }
                }
            }
        }

        /** Adds the ranges' sums of a block of output channels, transforms them back and writes them. */
        void finish(int block, long dw, long memory) {
            long plane = planeBytes(block);
            int floats = (int) (plane / Float.BYTES);
            long sums = workers.shared() + index * sumsBytes + sumsAt(block);
            for (int range = 1; range < ranges; range++) {
                Panels.add(sums + range * inputGroups * outputGroups * sumsBytes, sums, ALL_POINTS * floats);
            }
            WinogradTransforms.threeResults(sums, POINTS * plane, VECTOR, memory, POINTS * plane, VECTOR, POINTS * floats / LANES);
            long results = memory + scratch.halfBytes;
            int width = blockWidth(block);
            int firstOutput = (firstBlock + block) * RegisterTile.COLUMNS;
            for (int i = 0; i < TAPS; i++) {
                WinogradTransforms.threeResults(memory + i * POINTS * plane, plane, VECTOR, results + i * TAPS * plane, plane, VECTOR,
                        floats / LANES);
            }
            for (int tap = 0; tap < TAPS * TAPS; tap++) {
                long target = ((long) tap * input.c() + firstTile * RegisterTile.ROWS) * output.c() + firstOutput;
                Panels.finish(results + tap * plane, width, inputCount(), dw + 4 * target, 4L * output.c(),
                        Math.min(width, output.c() - firstOutput), 0, false, spec.accumulate());
            }
        }
    }
}
