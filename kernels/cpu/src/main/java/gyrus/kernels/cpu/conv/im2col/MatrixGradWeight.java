package gyrus.kernels.cpu.conv.im2col;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.Workers;
import gyrus.kernels.cpu.gemm.ChannelGroup;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.RegisterTile;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;

/**
 * The gradient with respect to the weights as one matrix product: {@code dw = im2col(x)' dy}.
 *
 * <p>A register tile is eight elements of im2col rows by a block of output channels, and sums over a strip of positions. The
 * im2col rows are gathered into panels. The kernel reads dy in place, except the last block of channels if it is not whole.
 *
 * <p>A task sums a group of tiles over a range of positions. If a launch has few groups, the positions are cut into several
 * ranges, whose partial sums are added in order at the end. The cut depends on the problem alone.
 */
public final class MatrixGradWeight implements Plan {

    /**
     * The number of positions in a strip: enough for long sums in registers, and few enough for panels in the second-level cache
     * beside the sums.
     */
    private static final int STRIP = Im2col.ROW;

    /** The largest number of tiles in a group, and of blocks. */
    private static final int TILES = Im2col.ROW / RegisterTile.ROWS;
    private static final int BLOCKS = 8;

    /** The number of tasks that a launch aims for, so that its threads finish at nearly the same time. */
    private static final int TASKS = 16;

    private final Workers workers;
    private final boolean accumulate;
    private final Image output;
    private final Im2col matrix;
    private final long panelBytes;
    private final int positions;
    private final Group[] groups;
    private final int strips;
    private final int ranges;
    private final int wholeBlocks;
    private final long tailBytes;
    private final long sumsBytes;

    /** Prepares the gradient of one problem, and reserves its scratch memory. */
    public MatrixGradWeight(ConvSpec spec, CpuDevice device) {
        workers = device.workers();
        accumulate = spec.accumulate();
        output = spec.output();
        matrix = Im2col.of(spec);
        positions = Math.toIntExact(output.pixels());
        strips = Math.ceilDiv(positions, STRIP);

        int tiles = Im2col.tiled(matrix.depth()) / RegisterTile.ROWS;
        int blocks = Panels.blocks(output.c());
        int tileGroups = Math.ceilDiv(tiles, TILES);
        int blockGroups = Math.ceilDiv(blocks, BLOCKS);
        groups = new Group[tileGroups * blockGroups];
        int mostTiles = 0;
        int mostBlocks = 0;
        for (int i = 0; i < groups.length; i++) {
            groups[i] = new Group(i, tiles, tileGroups, blocks, blockGroups);
            mostTiles = Math.max(mostTiles, groups[i].registerTiles);
            mostBlocks = Math.max(mostBlocks, groups[i].blocks);
        }
        ranges = Math.clamp(TASKS / groups.length, 1, strips);
        wholeBlocks = output.c() % Panels.width(output.c(), blocks - 1) == 0 ? blocks : blocks - 1;
        panelBytes = matrix.panelBytes(STRIP, mostTiles * RegisterTile.ROWS);
        tailBytes = wholeBlocks < blocks ? (long) STRIP * RegisterTile.COLUMNS * Float.BYTES : 0;
        sumsBytes = (long) mostTiles * mostBlocks * RegisterTile.BYTES;
        workers.reserveScratch(panelBytes + tailBytes + (ranges == 1 ? sumsBytes : 0));
        if (ranges > 1) {
            workers.reserveShared(ranges * groups.length * sumsBytes);
        }
    }

    @Override
    public void launch(Operand... operands) {
        long x = operands[0].address();
        long dy = operands[1].address();
        long dw = operands[2].address();
        workers.run(groups.length * ranges, (task, worker) -> {
            long scratch = workers.scratch(worker);
            Group group = groups[task % groups.length];
            long own = scratch + panelBytes + tailBytes;
            long sums = ranges == 1 ? own : workers.shared() + task * sumsBytes;
            group.sum(task / groups.length, x, dy, scratch, sums);
            for (int block = 0; ranges == 1 && block < group.blocks; block++) {
                group.finish(block, sums, dw);
            }
        });
        if (ranges > 1) {
            workers.run(groups.length * BLOCKS, (task, worker) -> {
                Group group = groups[task / BLOCKS];
                if (task % BLOCKS < group.blocks) {
                    group.addRanges(task % BLOCKS, workers.shared());
                    group.finish(task % BLOCKS, workers.shared() + group.index * sumsBytes, dw);
                }
            });
        }
    }

    /** Register tiles of im2col elements by blocks of output channels: a part of the gradient that fits a task. */
    private final class Group extends ChannelGroup {

        Group(int index, int tiles, int tileGroups, int blocks, int blockGroups) {
            super(index, tiles, tileGroups, blocks, blockGroups);
        }

        private int firstElement() {
            return firstRegisterTile * RegisterTile.ROWS;
        }

        private int elements() {
            return Math.min(registerTiles * RegisterTile.ROWS, matrix.depth() - firstElement());
        }

        private int firstChannel(int block) {
            return (firstBlock + block) * RegisterTile.COLUMNS;
        }

        private int width(int block) {
            return Panels.width(output.c(), firstBlock + block);
        }

        /** Returns the address of the sums of a block: [element][output channel]. */
        private long sumsAt(int block) {
            return (long) block * registerTiles * RegisterTile.BYTES;
        }

        /** Sums one range of strips. */
        void sum(int range, long x, long dy, long scratch, long sums) {
            long tail = scratch + panelBytes;
            int tailBlock = wholeBlocks - firstBlock;
            if (tailBlock < blocks) {
                Panels.clear(tail, STRIP * width(tailBlock));
            }
            int begin = (int) ((long) range * strips / ranges);
            int end = (int) ((range + 1L) * strips / ranges);
            for (int strip = begin; strip < end; strip++) {
                int first = strip * STRIP;
                int count = Math.min(STRIP, positions - first);
                matrix.gather(first, first + count, firstElement(), elements(), x, scratch);
                for (int block = 0; block < blocks; block++) {
                    int width = width(block);
                    long gradients = dy + 4L * ((long) first * output.pitch() + firstChannel(block));
                    long step = 4L * output.pitch();
                    if (block == tailBlock) {
                        Panels.copyRows(gradients, step, tail, 4L * width, count, output.c() - firstChannel(block));
                        gradients = tail;
                        step = 4L * width;
                    }
                    multiply(strip == begin, width, count, scratch, gradients, step, sums + sumsAt(block));
                }
            }
        }

        private void multiply(boolean first, int width, int count, long panel, long b, long bStep, long c) {
            for (int tile = 0; tile < registerTiles; tile++) {
                matrix.multiplyTransposed(width, count, panel, tile * RegisterTile.ROWS, b, bStep,
                        first ? RegisterTile.ZEROS : c, c);
                c += 4L * RegisterTile.ROWS * width;
            }
        }

        /** Adds the partial sums of the later ranges to those of the first one. */
        void addRanges(int block, long all) {
            long first = all + index * sumsBytes + sumsAt(block);
            for (int range = 1; range < ranges; range++) {
                Panels.add(first + range * groups.length * sumsBytes, first, registerTiles * RegisterTile.ROWS * width(block));
            }
        }

        void finish(int block, long sums, long dw) {
            int width = width(block);
            long target = (long) firstElement() * output.c() + firstChannel(block);
            Panels.finish(sums + sumsAt(block), width, elements(), dw + 4 * target, 4L * output.c(),
                    Math.min(width, output.c() - firstChannel(block)), 0, false, accumulate);
        }
    }
}
