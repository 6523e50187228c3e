package gyrus.kernels.cpu.conv.winograd;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.conv.winograd.WinogradTransforms.TAPS;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.PatchGrid;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.Workers;
import gyrus.kernels.cpu.gemm.ChannelGroup;
import gyrus.kernels.cpu.gemm.ChannelTile;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.RegisterTile;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;
import java.util.stream.IntStream;

/**
 * The gradient with respect to the weights by Winograd's F(3x3, m x m): a patch of m x m output gradients is the filter that slides
 * over (m+2) x (m+2) input pixels, three by three times.
 *
 * <p>Both are transformed to as many points; there, input channels by patches times patches by output channels is one matrix
 * product per point, summed over all patches; the sums are transformed back at the end.
 *
 * <p>A task sums a group of channels over a range of patches, some dozens of patches at a time: they are the depth of a product,
 * long enough that the sums are rarely fetched and put back. Where a launch has few groups the patches are cut into several ranges,
 * whose partial sums are added in order at the end: the cut depends on the problem alone.
 */
public final class WinogradGradWeight implements Plan {

    private static final long VECTOR = (long) LANES * Float.BYTES;

    /** Patches transformed together: the depth of a product. */
    private static final int CHUNK = 128;

    /** Tiles of input channels and blocks of output channels of a group, at most. */
    private static final int TILES = 16;
    private static final int BLOCKS = 4;

    /** Tasks that a launch aims for, so that its threads finish at nearly the same time. */
    private static final int TASKS = 16;

    /** Bytes of partial sums of all ranges together, at most. */
    private static final int PARTIAL_BYTES = 32 << 20;

    /** Bytes between planes and tiles beyond their size: equal addresses modulo 4096 would share one set of the cache. */
    private static final int SKEW = 64;

    /** The sums of a tile at one point. */
    private static final long POINT_BYTES = RegisterTile.BYTES + SKEW;

    private final Workers workers;
    private final WinogradTransforms transforms;
    private final WinogradPatches sources;
    private final WinogradPatches gradients;
    private final int points;
    private final int allPoints;
    /** The sums of a tile at all points. */
    private final long tileBytes;
    private final ConvSpec spec;
    private final Image input;
    private final Image output;
    private final PatchGrid grid;
    private final Group[] groups;
    private final int chunk;
    private final int chunks;
    private final int ranges;
    private final long sumsBytes;
    private final Scratch scratch;

    public WinogradGradWeight(WinogradTransforms transforms, ConvSpec spec, CpuDevice device) {
        this.workers = device.workers();
        this.transforms = transforms;
        this.sources = WinogradPatches.sources(transforms);
        this.gradients = WinogradPatches.gradients(transforms);
        this.points = transforms.points;
        this.allPoints = points * points;
        this.tileBytes = allPoints * POINT_BYTES;
        this.spec = spec;
        this.input = spec.input();
        this.output = spec.output();
        grid = PatchGrid.of(output, transforms.step);
        chunk = Math.min(CHUNK, grid.patches());
        chunks = Math.ceilDiv(grid.patches(), chunk);

        int tiles = Math.ceilDiv(input.c(), RegisterTile.ROWS);
        int blocks = Panels.blocks(output.c());
        int tileGroups = Math.ceilDiv(tiles, TILES);
        int blockGroups = Math.ceilDiv(blocks, BLOCKS);
        groups = IntStream.range(0, tileGroups * blockGroups)
                .mapToObj(i -> new Group(i, tiles, tileGroups, blocks, blockGroups)).toArray(Group[]::new);
        int mostTiles = Math.ceilDiv(tiles, tileGroups);
        int mostBlocks = Math.ceilDiv(blocks, blockGroups);
        sumsBytes = mostTiles * mostBlocks * tileBytes;
        long mostRanges = Math.max(1, PARTIAL_BYTES / (groups.length * sumsBytes));
        ranges = (int) Math.min(Math.min(chunks, Math.ceilDiv(TASKS, groups.length)), mostRanges);
        scratch = new Scratch(mostTiles, mostBlocks);
        workers.reserveScratch(scratch.bytes);
        workers.reserveShared(ranges == 1 ? 0 : ranges * groups.length * sumsBytes);
    }

    /** The layout of a worker's scratch memory, in bytes from its start. */
    private final class Scratch {
        final long inputPixel;
        final long inputPlane;
        final long gradientPixel;
        final long gradientPlane;
        /** Transformed inputs and output gradients: [point][patch][channel]. */
        final long inputs = sources.scratchBytes();
        final long gradients;
        /** A tile's sums transformed back vertically, then both ways: [tap][point][8][output channel], [tap][tap][...]. */
        final long half;
        final long results;
        /** All sums of a group that is not cut into ranges. */
        final long sums;
        final long bytes;

        Scratch(int tiles, int blocks) {
            inputPixel = oddLines(4L * Panels.padded(tiles * RegisterTile.ROWS));
            inputPlane = chunk * inputPixel + SKEW;
            gradientPixel = oddLines(4L * blocks * RegisterTile.COLUMNS);
            gradientPlane = chunk * gradientPixel + SKEW;
            gradients = inputs + allPoints * inputPlane;
            half = gradients + allPoints * gradientPlane;
            results = half + TAPS * points * RegisterTile.BYTES;
            sums = results + TAPS * TAPS * RegisterTile.BYTES;
            bytes = sums + (ranges == 1 ? sumsBytes : 0);
        }

        /** A step over an odd number of cache lines, which leads through all sets of a cache. */
        private static long oddLines(long bytes) {
            return Math.ceilDiv(bytes, 64) / 2 * 128 + 64;
        }
    }

    @Override
    public void launch(Operand... operands) {
        long x = operands[0].address();
        long dy = operands[1].address();
        long dw = operands[2].address();
        workers.run(groups.length * ranges, (task, worker) -> {
            long memory = workers.scratch(worker);
            Group group = groups[task % groups.length];
            group.sum(task / groups.length, x, dy, memory,
                    ranges == 1 ? memory + scratch.sums : workers.shared() + task * sumsBytes);
            for (int tile = 0; ranges == 1 && tile < group.tiles * group.blocks; tile++) {
                group.finish(tile, memory + scratch.sums, dw, memory);
            }
        });
        if (ranges > 1) {
            int mostTiles = (int) (sumsBytes / tileBytes);
            workers.run(groups.length * mostTiles, (task, worker) -> {
                Group group = groups[task / mostTiles];
                int tile = task % mostTiles;
                if (tile < group.tiles * group.blocks) {
                    group.addRanges(tile);
                    group.finish(tile, workers.shared() + group.index * sumsBytes, dw, workers.scratch(worker));
                }
            });
        }
    }

    /** Some tiles of input channels by some blocks of output channels. Its sums: [block][tile][point][8][output channel]. */
    private final class Group extends ChannelGroup {

        Group(int index, int tiles, int tileGroups, int blocks, int blockGroups) {
            super(index, tiles, tileGroups, blocks, blockGroups);
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

        /** Sums over one range of patches. */
        void sum(int range, long x, long dy, long memory, long sums) {
            int first = range * chunks / ranges;
            for (int i = first; i < (range + 1) * chunks / ranges; i++) {
                int patch = i * chunk;
                int patches = Math.min(chunk, grid.patches() - patch);
                transform(patch, patches, x, dy, memory);
                multiply(patches, i == first, memory, sums);
            }
        }

        private void transform(int first, int patches, long x, long dy, long memory) {
            int count;
            for (int patch = first; patch < first + patches; patch += count) {
                count = grid.run(patch, RegisterTile.ROWS);
                int image = grid.image(patch);
                int top = grid.top(patch);
                int left = grid.left(patch);
                sources.read(input, image, top - spec.filter().padRows(), left - spec.filter().padColumns(), count,
                        x, firstTile * RegisterTile.ROWS, inputCount(),
                        memory + scratch.inputs + (patch - first) * scratch.inputPixel, scratch.inputPlane, scratch.inputPixel,
                        memory);
                gradients.read(output, image, top, left, count,
                        dy, firstBlock * RegisterTile.COLUMNS, outputCount(),
                        memory + scratch.gradients + (patch - first) * scratch.gradientPixel, scratch.gradientPlane,
                        scratch.gradientPixel, memory);
            }
        }

        private void multiply(int patches, boolean first, long memory, long sums) {
            for (int point = 0; point < allPoints; point++) {
                for (int block = 0; block < blocks; block++) {
                    long a = memory + scratch.inputs + point * scratch.inputPlane;
                    long b = memory + scratch.gradients + point * scratch.gradientPlane + 4L * block * RegisterTile.COLUMNS;
                    long c = sums + block * tiles * tileBytes + point * POINT_BYTES;
                    for (int tile = 0; tile < tiles; tile++) {
                        ChannelTile.multiplyAdd(blockWidth(block), patches, a, scratch.inputPixel, b, scratch.gradientPixel,
                                first ? RegisterTile.ZEROS : c, c);
                        a += 4L * RegisterTile.ROWS;
                        c += tileBytes;
                    }
                }
            }
        }

        /** Adds the later ranges' sums of a tile to those of the first. */
        void addRanges(int tile) {
            long sums = workers.shared() + index * sumsBytes + tile * tileBytes;
            for (int range = 1; range < ranges; range++) {
                Panels.add(sums + range * groups.length * sumsBytes, sums, (int) (tileBytes / Float.BYTES));
            }
        }

        /** Transforms a tile's sums back and writes them. */
        void finish(int index, long all, long dw, long memory) {
            int block = index / tiles;
            int tile = index % tiles;
            long sums = all + index * tileBytes;
            int width = blockWidth(block);
            int floats = RegisterTile.ROWS * width;
            long half = memory + scratch.half;
            for (int j = 0; j < points; j++) {
                transforms.weights(sums + j * POINT_BYTES, points * POINT_BYTES, VECTOR,
                        half + j * RegisterTile.BYTES, points * RegisterTile.BYTES, VECTOR, floats / LANES);
            }
            long results = memory + scratch.results;
            for (int i = 0; i < TAPS; i++) {
                transforms.weights(half + i * points * RegisterTile.BYTES, RegisterTile.BYTES, VECTOR,
                        results + i * TAPS * RegisterTile.BYTES, RegisterTile.BYTES, VECTOR, floats / LANES);
            }
            int firstInput = (firstTile + tile) * RegisterTile.ROWS;
            int firstOutput = (firstBlock + block) * RegisterTile.COLUMNS;
            for (int tap = 0; tap < TAPS * TAPS; tap++) {
                long target = ((long) tap * input.c() + firstInput) * output.c() + firstOutput;
                Panels.finish(results + tap * RegisterTile.BYTES, width, Math.min(RegisterTile.ROWS, input.c() - firstInput),
                        dw + 4 * target, 4L * output.c(), Math.min(width, output.c() - firstOutput), 0, false, spec.accumulate());
            }
        }
    }
}
