package gyrus.kernels.cpu.conv.im2col;

import gyrus.kernels.Image;
import gyrus.kernels.Support;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.Workers;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.RegisterTile;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;
import java.util.stream.IntStream;

/**
 * Convolution as one matrix product: {@code y = im2col(x) w}, or, where windows do not overlap, its transpose {@code im2col(dx) =
 * dy w'}. An im2col row holds the pixels under one window.
 *
 * <p>The left matrix has a row for each position: the pixels of dy, or im2col rows, which are gathered into a panel slice by
 * slice. The right matrix is packed as [block of columns][depth][column], once for all tasks or, where few tasks share it, slice
 * by slice in each task. A block of the transposed product lies within one tap. A task multiplies a group of positions by a group
 * of blocks.
 */
public final class MatrixConvolution implements Plan {

    /**
     * The smallest and the largest number of positions in a task: they reuse a block of weights and fit into the second-level
     * cache.
     */
    private static final int FEWEST = 64;
    private static final int MOST = Im2col.ROW;

    /** The number of tasks that a launch aims for, so that its threads finish at nearly the same time. */
    private static final int TASKS = 32;

    /** The largest number of groups of positions at which each task packs the weights anew, instead of once for all tasks. */
    private static final int FEW_GROUPS = 4;

    private final Workers workers;
    private final ConvSpec spec;
    private final boolean transposed;
    private final Image target;
    private final Im2col left;
    /** The windows to which the transposed product is scattered. */
    private final Windows windows;
    private final int positions;
    private final int group;
    private final int groups;
    private final Block[] blocks;
    private final int blockGroups;
    private final boolean weightsShared;
    private final long panelBytes;
    private final long blockBytes;
    private final Scratch scratch;

    /** Returns whether the forward pass and the weight gradient suit im2col: windows do not overlap, or input channels are few. */
    public static Support supportsIm2col(ConvSpec problem) {
        return Planes.suit(problem) || Windows.cover(problem)
                ? Support.yes()
                : Support.no("it needs windows that cover the image without overlap, or at most " + Planes.MOST_CHANNELS
                        + " input channels, not " + problem);
    }

    /** Returns whether the input gradient is a matrix product: windows cover the image without overlap. */
    public static Support supportsGradInput(ConvSpec problem) {
        return Windows.cover(problem)
                ? Support.yes()
                : Support.no("it needs windows that cover the image without overlap, not " + problem);
    }

    /** Returns whether no pixel of the source lies under two windows. */
    public static boolean readsEachPixelOnce(ConvSpec problem) {
        return Windows.cover(problem);
    }

    /** Returns the plan of the forward pass, with the operands x, w and y, and a bias where the epilogue has one. */
    public static Plan forward(ConvSpec spec, CpuDevice device) {
        return new MatrixConvolution(spec, device, Im2col.of(spec), spec.output(), false);
    }

    /**
     * Returns the plan of the gradient with respect to the input, with the operands dy, w and dx, and a bias where the epilogue
     * has one.
     */
    public static Plan gradInput(ConvSpec spec, CpuDevice device) {
        return new MatrixConvolution(spec, device, Windows.pixels(spec.output()), spec.input(), true);
    }

    private MatrixConvolution(ConvSpec spec, CpuDevice device, Im2col left, Image target, boolean transposed) {
        this.workers = device.workers();
        this.spec = spec;
        this.transposed = transposed;
        this.left = left;
        this.target = target;
        windows = Windows.of(spec);
        positions = Math.toIntExact(spec.output().pixels());
        group = Math.clamp(Im2col.tiled(positions / TASKS), FEWEST, MOST);
        groups = Math.ceilDiv(positions, group);
        panelBytes = left.panelBytes(group, Math.min(Im2col.ROW, left.depth()));
        int perTap = Panels.blocks(target.c());
        blocks = IntStream.range(0, perTap * (transposed ? windows.taps() : 1))
                .mapToObj(i -> new Block(i / perTap, i % perTap, target.c(), left.depth())).toArray(Block[]::new);
        blockGroups = Math.clamp(TASKS / groups, 1, blocks.length);
        blockBytes = (long) group * RegisterTile.COLUMNS * Float.BYTES;
        weightsShared = groups > FEW_GROUPS;
        workers.reserveShared(weightsShared ? blocks.length * Block.bytes(left.depth()) : 0);
        scratch = new Scratch();
        workers.reserveScratch(scratch.bytes);
    }

    /**
     * Columns of the right matrix and of the result: contiguous channels of the target, under one tap in the transposed product.
     */
    private record Block(int tap, int first, int width, int count, long packed) {

        Block(int tap, int index, int channels, int depth) {
            int first = index * RegisterTile.COLUMNS;
            int width = Panels.width(channels, index);
            long before = (long) tap * Panels.blocks(channels) + index;
            this(tap, first, width, Math.min(width, channels - first), before * bytes(depth));
        }

        /** Returns the bytes from the begin of all packed blocks to a row of this one. */
        long rowAt(int element) {
            return packed + 4L * element * width;
        }

        static long bytes(int depth) {
            return (long) depth * RegisterTile.COLUMNS * Float.BYTES;
        }
    }

    /** The layout of a worker's scratch memory after the panel, in bytes from its start. */
    private final class Scratch {
        /** The products: [block][position][column]. */
        final long tiles = panelBytes;
        final long bias = tiles + Math.ceilDiv(blocks.length, blockGroups) * blockBytes;
        /** Square tiles of vectors, for a transposition. */
        final long spare = bias + 4L * RegisterTile.COLUMNS;
        /** A slice of the weights of one block, if each task packs its own. */
        final long weights = spare + Panels.TRANSPOSE_BYTES;
        final long bytes = weights + (weightsShared ? 0 : Block.bytes(Math.min(Im2col.ROW, left.depth())));
    }

    @Override
    public void launch(Operand... operands) {
        long from = operands[0].address();
        long weights = operands[1].address();
        long to = operands[2].address();
        long bias = spec.epilogue().hasBias() ? operands[3].address() : 0;
        if (weightsShared) {
            workers.run(blocks.length, (block, worker) -> pack(blocks[block], 0, left.depth(), weights,
                    workers.shared() + blocks[block].packed, workers.scratch(worker)));
        }
        workers.run(groups * blockGroups, (task, worker) -> compute(task / blockGroups, task % blockGroups, from, weights, to, bias,
                workers.scratch(worker)));
    }

    /** Packs a slice of the weights of a block, [depth][column]. */
    private void pack(Block block, int element, int depth, long weights, long to, long memory) {
        long step = (long) block.width * Float.BYTES;
        if (transposed) { // weights [tap, target channel][depth]
            long row = (long) left.depth() * Float.BYTES;
            long first = weights + ((long) block.tap * target.c() + block.first) * row + 4L * element;
            Panels.transpose(first, row, to, step, depth, block.count, block.width, memory + scratch.spare);
        } else { // weights [depth][target channel]
            if (block.count < block.width) {
                Panels.clear(to, depth * block.width);
            }
            Panels.copyRows(weights + 4L * ((long) element * target.c() + block.first), 4L * target.c(), to, step, depth,
                    block.count);
        }
    }

    private void compute(int index, int blockGroup, long from, long weights, long to, long bias, long memory) {
        int first = index * group;
        int end = Math.min(positions, first + group);
        int firstBlock = blockGroup * blocks.length / blockGroups;
        int endBlock = (blockGroup + 1) * blocks.length / blockGroups;
        long tiles = memory + scratch.tiles;
        for (int element = 0; element < left.depth(); element += Im2col.ROW) {
            int depth = Math.min(Im2col.ROW, left.depth() - element);
            left.gather(first, end, element, depth, from, memory);
            for (int i = firstBlock; i < endBlock; i++) {
                long packed;
                if (weightsShared) {
                    packed = workers.shared() + blocks[i].rowAt(element);
                } else {
                    packed = memory + scratch.weights;
                    pack(blocks[i], element, depth, weights, packed, memory);
                }
                multiply(end - first, depth, element == 0, memory, packed, blocks[i].width, tiles + (i - firstBlock) * blockBytes);
            }
        }
        long paddedBias = memory + scratch.bias;
        for (int i = firstBlock; i < endBlock; i++) {
            if (bias != 0) {
                Panels.copyPadded(bias + 4L * blocks[i].first, paddedBias, blocks[i].count, blocks[i].width);
            }
            finish(blocks[i], first, end, tiles + (i - firstBlock) * blockBytes, to, bias == 0 ? 0 : paddedBias);
        }
    }

    private void multiply(int count, int depth, boolean first, long panel, long b, int width, long c) {
        for (int position = 0; position < count; position += RegisterTile.ROWS) {
            left.multiply(width, depth, panel, position, b, 4L * width, first ? RegisterTile.ZEROS : c, c);
            c += 4L * RegisterTile.ROWS * width;
        }
    }

    private void finish(Block block, int first, int end, long tiles, long to, long bias) {
        boolean rectify = spec.epilogue() == Epilogue.BIAS_RELU;
        int count;
        for (int position = first; position < end; position += count) {
            count = transposed ? windows.run(position, end) : end - first;
            long pixel = transposed ? windows.offset(position, block.tap) : (long) position * target.pitch();
            Panels.finish(tiles + 4L * (position - first) * block.width, block.width, count, to + 4 * (pixel + block.first),
                    4L * (transposed ? windows.step() : target.pitch()), block.count, bias, rectify, spec.accumulate());
        }
    }
}
