package gyrus.kernels.cpu.conv.winograd;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.conv.winograd.WinogradTransforms.TAPS;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.TileGrid;
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
 * The gradient with respect to the weights by Winograd's F(3x3, m x m): a tile of m x m output gradients is the filter that slides
 * over (m+2) x (m+2) input pixels, at 3 x 3 offsets.
 *
 * <p>Input and gradient are transformed to (m+2) x (m+2) points. Each point is one matrix product of [input channels x tiles] and
 * [tiles x output channels], summed over all tiles. The sums are transformed back at the end.
 *
 * <p>A task sums a group of channels over a range of tiles. It transforms {@value #CHUNK} tiles at a time, which are the depth of
 * a product: long enough that the sums are rarely loaded and stored. If a launch has few groups, the tiles are cut into several
 * ranges, whose partial sums are added in order at the end. The cut depends on the problem alone.
 */
public final class WinogradGradWeight implements Plan {

    private static final long VECTOR = (long) LANES * Float.BYTES;

    /** The number of tiles that are transformed together: the depth of a product. */
    private static final int CHUNK = 128;

    /** The largest number of register tiles of input channels in a group, and of blocks of output channels. */
    private static final int REGISTER_TILES = 16;
    private static final int BLOCKS = 4;

    /** The number of tasks that a launch aims for, so that its threads finish at nearly the same time. */
    private static final int TASKS = 16;

    /** The largest size of the partial sums of all ranges in bytes. */
    private static final int PARTIAL_BYTES = 32 << 20;

    /**
     * The bytes between planes, and between register tiles, beyond their size. With equal addresses modulo 4096, all of them would
     * share one set of the cache.
     */
    private static final int SKEW = 64;

    /** The bytes of the sums of a register tile at one point. */
    private static final long POINT_BYTES = RegisterTile.BYTES + SKEW;

    private final Workers workers;
    private final WinogradTransforms transforms;
    private final WinogradTiles sources;
    private final WinogradTiles gradients;
    private final int points;
    private final int allPoints;
    /** The bytes of the sums of a register tile at all points. */
    private final long registerTileBytes;
    private final ConvSpec spec;
    private final Image input;
    private final Image output;
    private final TileGrid grid;
    private final Group[] groups;
    private final int chunk;
    private final int chunks;
    private final int ranges;
    private final long sumsBytes;
    private final Scratch scratch;

    /** Prepares the gradient of one problem, and reserves its scratch memory. */
    public WinogradGradWeight(WinogradTransforms transforms, ConvSpec spec, CpuDevice device) {
        this.workers = device.workers();
        this.transforms = transforms;
        this.sources = WinogradTiles.sources(transforms);
        this.gradients = WinogradTiles.gradients(transforms);
        this.points = transforms.points;
        this.allPoints = points * points;
        this.registerTileBytes = allPoints * POINT_BYTES;
        this.spec = spec;
        this.input = spec.input();
        this.output = spec.output();
        grid = TileGrid.of(output, transforms.step);
        chunk = Math.min(CHUNK, grid.tiles());
        chunks = Math.ceilDiv(grid.tiles(), chunk);

        int registerTiles = Math.ceilDiv(input.c(), RegisterTile.ROWS);
        int blocks = Panels.blocks(output.c());
        int inputGroups = Math.ceilDiv(registerTiles, REGISTER_TILES);
        int blockGroups = Math.ceilDiv(blocks, BLOCKS);
        groups = IntStream.range(0, inputGroups * blockGroups)
                .mapToObj(i -> new Group(i, registerTiles, inputGroups, blocks, blockGroups)).toArray(Group[]::new);
        int mostRegisterTiles = Math.ceilDiv(registerTiles, inputGroups);
        int mostBlocks = Math.ceilDiv(blocks, blockGroups);
        sumsBytes = mostRegisterTiles * mostBlocks * registerTileBytes;
        long mostRanges = Math.max(1, PARTIAL_BYTES / (groups.length * sumsBytes));
        ranges = (int) Math.min(Math.min(chunks, Math.ceilDiv(TASKS, groups.length)), mostRanges);
        scratch = new Scratch(mostRegisterTiles, mostBlocks);
        workers.reserveScratch(scratch.bytes);
        workers.reserveShared(ranges == 1 ? 0 : ranges * groups.length * sumsBytes);
    }

    /** The layout of a worker's scratch memory, in bytes from its start. */
    private final class Scratch {
        final long inputPixel;
        final long inputPlane;
        final long gradientPixel;
        final long gradientPlane;
        /** The transformed inputs and output gradients: [point][tile][channel]. */
        final long inputs = sources.scratchBytes();
        final long gradients;
        /**
         * The sums of a register tile after the vertical inverse transform, and after both: [tap][point][8][output channel],
         * [tap][tap][...].
         */
        final long half;
        final long results;
        /** All sums of a group that is not cut into ranges. */
        final long sums;
        final long bytes;

        Scratch(int registerTiles, int blocks) {
            inputPixel = oddLines(4L * Panels.padded(registerTiles * RegisterTile.ROWS));
            inputPlane = chunk * inputPixel + SKEW;
            gradientPixel = oddLines(4L * blocks * RegisterTile.COLUMNS);
            gradientPlane = chunk * gradientPixel + SKEW;
            gradients = inputs + allPoints * inputPlane;
            half = gradients + allPoints * gradientPlane;
            results = half + TAPS * points * RegisterTile.BYTES;
            sums = results + TAPS * TAPS * RegisterTile.BYTES;
            bytes = sums + (ranges == 1 ? sumsBytes : 0);
        }

        /** Rounds a stride up to an odd number of cache lines, so that rows use all sets of a cache. */
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
            for (int registerTile = 0; ranges == 1 && registerTile < group.registerTiles * group.blocks; registerTile++) {
                group.finish(registerTile, memory + scratch.sums, dw, memory);
            }
        });
        if (ranges > 1) {
            int mostRegisterTiles = (int) (sumsBytes / registerTileBytes);
            workers.run(groups.length * mostRegisterTiles, (task, worker) -> {
                Group group = groups[task / mostRegisterTiles];
                int registerTile = task % mostRegisterTiles;
                if (registerTile < group.registerTiles * group.blocks) {
                    group.addRanges(registerTile);
                    group.finish(registerTile, workers.shared() + group.index * sumsBytes, dw, workers.scratch(worker));
                }
            });
        }
    }

    /** Register tiles of input channels by blocks of output channels. Its sums are [block][tile][point][8][output channel]. */
    private final class Group extends ChannelGroup {

        Group(int index, int registerTiles, int inputGroups, int blocks, int blockGroups) {
            super(index, registerTiles, inputGroups, blocks, blockGroups);
        }

        private int inputCount() {
            return Math.min(registerTiles * RegisterTile.ROWS, input.c() - firstRegisterTile * RegisterTile.ROWS);
        }

        private int outputCount() {
            return Math.min(blocks * RegisterTile.COLUMNS, output.c() - firstBlock * RegisterTile.COLUMNS);
        }

        private int blockWidth(int block) {
            return Panels.width(output.c(), firstBlock + block);
        }

        /** Sums one range of tiles. */
        void sum(int range, long x, long dy, long memory, long sums) {
            int first = range * chunks / ranges;
            for (int i = first; i < (range + 1) * chunks / ranges; i++) {
                int tile = i * chunk;
                int tiles = Math.min(chunk, grid.tiles() - tile);
                transform(tile, tiles, x, dy, memory);
                multiply(tiles, i == first, memory, sums);
            }
        }

        private void transform(int first, int tiles, long x, long dy, long memory) {
            int count;
            for (int tile = first; tile < first + tiles; tile += count) {
                count = grid.run(tile, RegisterTile.ROWS);
                int image = grid.image(tile);
                int top = grid.top(tile);
                int left = grid.left(tile);
                sources.read(input, image, top - spec.filter().padRows(), left - spec.filter().padColumns(), count,
                        x, firstRegisterTile * RegisterTile.ROWS, inputCount(),
                        memory + scratch.inputs + (tile - first) * scratch.inputPixel, scratch.inputPlane, scratch.inputPixel,
                        memory);
                gradients.read(output, image, top, left, count,
                        dy, firstBlock * RegisterTile.COLUMNS, outputCount(),
                        memory + scratch.gradients + (tile - first) * scratch.gradientPixel, scratch.gradientPlane,
                        scratch.gradientPixel, memory);
            }
        }

        private void multiply(int tiles, boolean first, long memory, long sums) {
            for (int point = 0; point < allPoints; point++) {
                for (int block = 0; block < blocks; block++) {
                    long a = memory + scratch.inputs + point * scratch.inputPlane;
                    long b = memory + scratch.gradients + point * scratch.gradientPlane + 4L * block * RegisterTile.COLUMNS;
                    long c = sums + block * registerTiles * registerTileBytes + point * POINT_BYTES;
                    for (int registerTile = 0; registerTile < registerTiles; registerTile++) {
                        ChannelTile.multiplyAdd(blockWidth(block), tiles, a, scratch.inputPixel, b, scratch.gradientPixel,
                                first ? RegisterTile.ZEROS : c, c);
                        a += 4L * RegisterTile.ROWS;
                        c += registerTileBytes;
                    }
                }
            }
        }

        /** Adds the sums of the later ranges for a register tile to those of the first one. */
        void addRanges(int registerTile) {
            long sums = workers.shared() + index * sumsBytes + registerTile * registerTileBytes;
            for (int range = 1; range < ranges; range++) {
                Panels.add(sums + range * groups.length * sumsBytes, sums, (int) (registerTileBytes / Float.BYTES));
            }
        }

        /** Applies the inverse transform to the sums of a register tile, and writes them. */
        void finish(int index, long all, long dw, long memory) {
            int block = index / registerTiles;
            int registerTile = index % registerTiles;
            long sums = all + index * registerTileBytes;
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
            int firstInput = (firstRegisterTile + registerTile) * RegisterTile.ROWS;
            int firstOutput = (firstBlock + block) * RegisterTile.COLUMNS;
            for (int tap = 0; tap < TAPS * TAPS; tap++) {
                long target = ((long) tap * input.c() + firstInput) * output.c() + firstOutput;
                Panels.finish(results + tap * RegisterTile.BYTES, width, Math.min(RegisterTile.ROWS, input.c() - firstInput),
                        dw + 4 * target, 4L * output.c(), Math.min(width, output.c() - firstOutput), 0, false, spec.accumulate());
            }
        }
    }
}
