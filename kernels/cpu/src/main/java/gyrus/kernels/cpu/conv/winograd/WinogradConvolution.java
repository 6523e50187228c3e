package gyrus.kernels.cpu.conv.winograd;

import static gyrus.kernels.cpu.Simd.LANES;
import static gyrus.kernels.cpu.conv.winograd.WinogradTransforms.TAPS;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.TileGrid;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.Workers;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.PixelTile;
import gyrus.kernels.cpu.gemm.RegisterTile;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;

/**
 * 3x3 convolution of stride 1 by Winograd's F(m x m, 3x3), forward or transposed. For m = 4, 36 multiplications give 16 results of
 * nine taps each; for m = 2, 16 multiplications give four results.
 *
 * <p>The target is cut into tiles of m x m pixels, whose sources are (m+2) x (m+2) pixels. Sources and weights are transformed to
 * (m+2) x (m+2) points. Each point is one matrix product of [tiles x channels] and [channels x channels]. The inverse transform of
 * the products adds the bias, accumulates and applies the ReLU as it writes.
 *
 * <p>A task computes blocks of target channels for strips of eight tiles, the rows of a register tile. It transforms and
 * multiplies one slice of the source channels at a time. If many tasks need the same weights, these are transformed once, before
 * all tasks. If few do, as on small images, each task transforms the weights that it is about to use, and they are never written
 * to memory.
 */
public final class WinogradConvolution implements Plan {

    private static final int STRIP = RegisterTile.ROWS;
    private static final long VECTOR = (long) LANES * Float.BYTES;

    /**
     * The bytes between planes beyond their size. With equal addresses modulo 4096, all planes would share one set of the cache.
     */
    private static final int SKEW = 64;

    /** The bytes of transformed weights that fit into the third-level cache beside all other data. */
    private static final int CACHED_WEIGHT_BYTES = 16 << 20;

    /** The largest number of tile groups at which each task transforms the weights anew, instead of once for all tasks. */
    private static final int FEW_TILE_GROUPS = 4;

    /** The largest amount of work in one task. */
    private record Portion(int tiles, int blocks) {

        /** The portion for small weights: points and products stay in the second-level cache, and weights stream from the third. */
        static final Portion OF_MANY_TILES = new Portion(8, 8);

        /** The portion for large weights, which many tiles must reuse. */
        static final Portion OF_MANY_WEIGHTS = new Portion(128, 4);

        /**
         * Returns a portion that is no larger than the problem, and small enough for all threads to have a task. The portion has
         * no effect on results.
         */
        Portion shared(int allTiles, int allBlocks, int threads) {
            Portion portion = new Portion(Math.min(tiles, allTiles), Math.min(blocks, allBlocks));
            while (Math.ceilDiv(allTiles, portion.tiles) * Math.ceilDiv(allBlocks, portion.blocks) < threads) {
                if (portion.blocks > 1) {
                    portion = new Portion(portion.tiles, Math.ceilDiv(portion.blocks, 2));
                } else if (portion.tiles > STRIP) {
                    portion = new Portion(Math.ceilDiv(portion.tiles, 2 * STRIP) * STRIP, portion.blocks);
                } else {
                    return portion;
                }
            }
            return portion;
        }
    }

    /** The number of source channels whose weights are transformed together and stay in the first-level cache. */
    private static final int WEIGHT_CHANNELS = 16;

    private final Workers workers;
    private final WinogradTransforms transforms;
    private final WinogradTiles sources;
    private final int points;
    private final int allPoints;
    /** The number of rows and columns in a tile of results. */
    private final int side;
    private final ConvSpec spec;
    private final Image source;
    private final Image target;
    private final boolean transposed;
    private final TileGrid grid;
    private final int blocks;
    private final int taskTiles;
    private final int taskBlocks;
    private final int taskChannels;
    private final int tileGroups;
    private final int blockGroups;
    private final boolean weightsShared;
    private final Scratch scratch;

    /** Returns the plan of the forward pass, with the operands x, w and y, and a bias where the epilogue has one. */
    public static Plan forward(WinogradTransforms transforms, ConvSpec spec, CpuDevice device) {
        return new WinogradConvolution(transforms, spec, device, false);
    }

    /**
     * Returns the plan of the gradient with respect to the input, with the operands dy, w and dx, and a bias where the epilogue
     * has one.
     */
    public static Plan gradInput(WinogradTransforms transforms, ConvSpec spec, CpuDevice device) {
        return new WinogradConvolution(transforms, spec, device, true);
    }

    private WinogradConvolution(WinogradTransforms transforms, ConvSpec spec, CpuDevice device, boolean transposed) {
        this.workers = device.workers();
        this.transforms = transforms;
        this.sources = WinogradTiles.sources(transforms);
        this.points = transforms.points;
        this.allPoints = points * points;
        this.side = transforms.step;
        this.spec = spec;
        this.transposed = transposed;
        this.source = transposed ? spec.output() : spec.input();
        this.target = transposed ? spec.input() : spec.output();
        grid = TileGrid.of(target, side);
        blocks = Panels.blocks(target.c());
        long weightBytes = 4L * allPoints * source.c() * Panels.padded(target.c());
        boolean manyWeights = weightBytes > CACHED_WEIGHT_BYTES || grid.tiles() <= Portion.OF_MANY_WEIGHTS.tiles;
        Portion most = manyWeights ? Portion.OF_MANY_WEIGHTS : Portion.OF_MANY_TILES;
        Portion portion = most.shared(Math.ceilDiv(grid.tiles(), STRIP) * STRIP, blocks, workers.threads());
        taskBlocks = portion.blocks;
        taskTiles = portion.tiles;
        taskChannels = Math.min(PixelTile.DEPTH, Panels.padded(source.c()));
        tileGroups = Math.ceilDiv(grid.tiles(), taskTiles);
        blockGroups = Math.ceilDiv(blocks, taskBlocks);
        weightsShared = tileGroups > FEW_TILE_GROUPS;
        scratch = new Scratch();
        workers.reserveScratch(scratch.bytes);
        workers.reserveShared(weightsShared ? weightBytes : 0);
    }

    /** The layout of a worker's scratch memory, in bytes from its start. */
    private final class Scratch {
        /** The transformed sources: [strip][point][tile][channel]. */
        final long transformed = sources.scratchBytes();
        final long pointBytes = STRIP * PixelTile.STEP + SKEW;
        /** The products: [block][strip][point][tile][target channel]. */
        final long products = transformed + strips() * allPoints * pointBytes;
        final long productBytes = RegisterTile.BYTES + SKEW;
        /** A run of tiles after the vertical inverse transform: [row][point][tile][target channel]. */
        final long half = products + (long) taskBlocks * strips() * allPoints * productBytes;
        /**
         * A vector of one row after the horizontal inverse transform, if it cannot be stored directly: [column][target channel].
         */
        final long results = half + (long) side * points * RegisterTile.BYTES;
        final long bias = results + side * STRIP * VECTOR;
        /** Square tiles of vectors, for a transposition. */
        final long spare = bias + (long) RegisterTile.COLUMNS * Float.BYTES;
        /**
         * The weights before their transform, [tap][tap][channel][target channel], and after its vertical half, [point][tap][...].
         */
        final long taps = spare + Panels.TRANSPOSE_BYTES;
        final long halfTaps = taps + 4L * TAPS * TAPS * WEIGHT_CHANNELS * RegisterTile.COLUMNS;
        /** The transformed weights of one block, if each task transforms its own: [point][channel][target channel]. */
        final long weights = halfTaps + 4L * points * TAPS * WEIGHT_CHANNELS * RegisterTile.COLUMNS;
        final long bytes = weights + (weightsShared ? 0 : 4L * allPoints * taskChannels * RegisterTile.COLUMNS);
    }

    private int strips() {
        return taskTiles / STRIP;
    }

    @Override
    public void launch(Operand... operands) {
        long from = operands[0].address();
        long weights = operands[1].address();
        long to = operands[2].address();
        long bias = spec.epilogue().hasBias() ? operands[3].address() : 0;
        if (weightsShared) {
            int slices = Math.ceilDiv(source.c(), taskChannels);
            workers.run(blocks * slices, (task, worker) -> {
                int block = task % blocks;
                int channel = task / blocks * taskChannels;
                transformWeights(block, channel, depth(channel), weights, workers.shared() + sharedWeightsAt(block, channel),
                        workers.scratch(worker));
            });
        }
        workers.run(tileGroups * blockGroups, (task, worker) -> {
            int tile = task / blockGroups * taskTiles;
            int block = task % blockGroups * taskBlocks;
            convolve(tile, Math.min(taskTiles, grid.tiles() - tile), block, Math.min(taskBlocks, blocks - block),
                    from, weights, to, bias, workers.scratch(worker));
        });
    }

    /** Returns the number of channels of the slice that begins at {@code channel}. */
    private int depth(int channel) {
        return Math.min(taskChannels, source.c() - channel);
    }

    /**
     * Returns the bytes from the begin of all transformed weights to those of a block and a slice:
     * [slice][block][point][channel][target channel].
     */
    private long sharedWeightsAt(int block, int channel) {
        return 4L * allPoints * ((long) channel * Panels.padded(target.c()) + (long) block * RegisterTile.COLUMNS * depth(channel));
    }

    /** Computes blocks of target channels for tiles. */
    private void convolve(int tile, int tiles, int block, int blocks, long from, long weights, long to, long bias, long memory) {
        int strips = Math.ceilDiv(tiles, STRIP);
        for (int channel = 0; channel < source.c(); channel += taskChannels) {
            int depth = depth(channel);
            transformSources(tile, tiles, from, channel, depth, memory);
            if (!weightsShared) {
                prefetchWeights(block, blocks, channel, depth, weights, memory);
            }
            for (int i = 0; i < blocks; i++) {
                long transformed;
                if (weightsShared) {
                    transformed = workers.shared() + sharedWeightsAt(block + i, channel);
                } else {
                    transformed = memory + scratch.weights;
                    transformWeights(block + i, channel, depth, weights, transformed, memory);
                }
                multiply(i, Panels.width(target.c(), block + i), strips, depth, channel == 0, transformed, memory);
            }
        }
        for (int i = 0; i < blocks; i++) {
            writeResults(tile, tiles, block + i, memory + scratch.products + i * strips() * allPoints * scratch.productBytes, to,
                    bias, memory);
        }
    }

    private void transformSources(int first, int tiles, long from, int channel, int channels, long memory) {
        int rows = transposed ? spec.filter().padRows() - TAPS + 1 : -spec.filter().padRows();
        int columns = transposed ? spec.filter().padColumns() - TAPS + 1 : -spec.filter().padColumns();
        int count;
        for (int tile = first; tile < first + tiles; tile += count) {
            count = grid.run(tile, RegisterTile.ROWS);
            int strip = (tile - first) / STRIP;
            long to = memory + scratch.transformed + strip * allPoints * scratch.pointBytes
                    + (tile - first) % STRIP * PixelTile.STEP;
            sources.read(source, grid.image(tile), grid.top(tile) + rows, grid.left(tile) + columns, count, from,
                    channel, channels, to, scratch.pointBytes, PixelTile.STEP, memory);
        }
    }

    /**
     * Prefetches the weights of a slice for several blocks in the order of memory. The weights of one block alone are a part of
     * each row.
     */
    private void prefetchWeights(int block, int blocks, int channel, int depth, long weights, long memory) {
        int first = block * RegisterTile.COLUMNS;
        int count = Math.min(blocks * RegisterTile.COLUMNS, target.c() - first);
        long tap = 4L * source.c() * target.c();
        if (transposed) {
            Panels.prefetch(weights + 4L * ((long) first * source.c() + channel), tap, TAPS * TAPS, 4L * source.c(), count,
                    depth / LANES, memory + scratch.spare);
        } else {
            Panels.prefetch(weights + 4L * ((long) channel * target.c() + first), tap, TAPS * TAPS, 4L * target.c(), depth,
                    count / LANES, memory + scratch.spare);
        }
    }

    /** Transforms the weights of a slice for one block: [point][channel][target channel]. */
    private void transformWeights(int block, int channel, int depth, long weights, long to, long memory) {
        long step = 4L * Panels.width(target.c(), block);
        for (int i = 0; i < depth; i += WEIGHT_CHANNELS) {
            transformFewWeights(block, channel + i, Math.min(WEIGHT_CHANNELS, depth - i), weights, to + i * step, depth * step,
                    memory);
        }
    }

    /** Transforms the weights of a few channels for one block, to planes of {@code plane} bytes. */
    private void transformFewWeights(int block, int channel, int channels, long weights, long to, long plane, long memory) {
        long half = memory + scratch.halfTaps;
        int first = block * RegisterTile.COLUMNS;
        int width = Panels.width(target.c(), block);
        long step = 4L * width;
        long tapBytes = channels * step;
        int vectors = channels * width / LANES;
        if (!transposed && first + width <= target.c()) { // already in the order of the transform
            long row = 4L * target.c();
            long tap = row * source.c();
            for (int i = 0; i < TAPS; i++) {
                for (int j = 0; j < width; j += LANES) {
                    transforms.taps(weights + i * tap + channel * row + 4L * (first + j), TAPS * tap, row,
                            half + i * tapBytes + 4L * j, TAPS * tapBytes, step, channels);
                }
            }
        } else {
            long taps = memory + scratch.taps;
            gatherWeights(first, width, channel, channels, weights, taps, memory + scratch.spare);
            transforms.taps(taps, TAPS * tapBytes, VECTOR, half, TAPS * tapBytes, VECTOR, TAPS * vectors);
        }
        for (int i = 0; i < points; i++) {
            transforms.taps(half + i * TAPS * tapBytes, tapBytes, VECTOR, to + i * points * plane, plane, VECTOR, vectors);
        }
    }

    /** Copies the weights of a few channels as [tap][tap][channel][target channel], padded with zeros. */
    private void gatherWeights(int first, int width, int channel, int channels, long weights, long to, long spare) {
        int count = Math.min(width, target.c() - first);
        long step = 4L * width;
        long tapBytes = channels * step;
        for (int tap = 0; tap < TAPS * TAPS; tap++) {
            long from = weights + 4L * tap * source.c() * target.c();
            if (transposed) { // weights [target channel][source channel], filter rotated by 180 degrees
                long row = 4L * source.c();
                Panels.transpose(from + first * row + 4L * channel, row, to + (TAPS * TAPS - 1 - tap) * tapBytes, step,
                        channels, count, width, spare);
            } else {
                for (int i = 0; i < channels; i++) {
                    Panels.copyPadded(from + 4L * ((channel + i) * (long) target.c() + first), to + tap * tapBytes + i * step,
                            count, width);
                }
            }
        }
    }

    /** Multiplies a slice of all strips with one block of weights. */
    private void multiply(int block, int width, int strips, int depth, boolean first, long weights, long memory) {
        long step = 4L * width;
        for (int point = 0; point < allPoints; point++) {
            long a = memory + scratch.transformed + point * scratch.pointBytes;
            long b = weights + point * depth * step;
            long c = memory + scratch.products + block * strips() * allPoints * scratch.productBytes + point * scratch.productBytes;
            for (int strip = 0; strip < strips; strip++) {
                PixelTile.multiplyAdd(width, depth, a, b, step, first ? RegisterTile.ZEROS : c, c);
                a += allPoints * scratch.pointBytes;
                c += allPoints * scratch.productBytes;
            }
        }
    }

    /** Applies the inverse transform to the products of a block, and writes the results. */
    private void writeResults(int first, int tiles, int block, long products, long to, long bias, long memory) {
        int width = Panels.width(target.c(), block);
        int channel = block * RegisterTile.COLUMNS;
        if (bias != 0) {
            Panels.copyPadded(bias + 4L * channel, memory + scratch.bias, Math.min(width, target.c() - channel), width);
        }
        int count;
        for (int tile = first; tile < first + tiles; tile += count) {
            count = grid.run(tile, RegisterTile.ROWS);
            int strip = (tile - first) / STRIP;
            writeRun(tile, count, channel, width,
                    products + strip * allPoints * scratch.productBytes + (tile - first) % STRIP * 4L * width,
                    to + 4L * channel, bias == 0 ? 0 : memory + scratch.bias, memory);
        }
    }

    private void writeRun(int tile, int tiles, int channel, int width, long products, long to, long bias, long memory) {
        long pixel = 4L * width;
        long plane = tiles * pixel;
        for (int j = 0; j < points; j++) {
            transforms.results(products + j * scratch.productBytes, points * scratch.productBytes, VECTOR,
                    memory + scratch.half + j * plane, points * plane, VECTOR, tiles * width / LANES);
        }
        int image = grid.image(tile);
        int top = grid.top(tile);
        int left = grid.left(tile);
        int columns = Math.min(side * tiles, target.w() - left);
        for (int i = 0; i < Math.min(side, target.h() - top); i++) {
            long from = memory + scratch.half + i * points * plane;
            long row = to + 4L * target.offset(image, top + i, left);
            for (int j = 0; j < Math.min(width, target.c() - channel); j += LANES) {
                int lanes = Math.min(LANES, target.c() - channel - j);
                long shift = bias == 0 ? 0 : bias + 4L * j;
                if (lanes == LANES && columns == side * tiles && !(spec.accumulate() && spec.epilogue().hasBias())) {
                    writeVectors(from + 4L * j, plane, pixel, row + 4L * j, tiles, shift);
                } else {
                    long results = memory + scratch.results;
                    transforms.results(from + 4L * j, plane, pixel, results, VECTOR, side * VECTOR, tiles);
                    Panels.finish(results, LANES, columns, row + 4L * j, 4L * target.pitch(), lanes, shift,
                            spec.epilogue() == Epilogue.BIAS_RELU, spec.accumulate());
                }
            }
        }
    }

    private void writeVectors(long from, long fromStep, long fromNext, long to, int tiles, long bias) {
        long pixel = 4L * target.pitch();
        if (spec.accumulate()) {
            transforms.addResults(from, fromStep, fromNext, to, pixel, side * pixel, tiles);
        } else {
            transforms.results(from, fromStep, fromNext, to, pixel, side * pixel, tiles, bias == 0 ? Panels.ZEROS : bias,
                    spec.epilogue() == Epilogue.BIAS_RELU ? 0 : Float.NEGATIVE_INFINITY);
        }
    }
}
