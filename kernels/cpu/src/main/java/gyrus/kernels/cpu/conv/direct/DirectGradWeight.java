package gyrus.kernels.cpu.conv.direct;

import gyrus.kernels.Image;
import gyrus.kernels.conv.Axis;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.Workers;
import gyrus.kernels.cpu.gemm.ChannelGroup;
import gyrus.kernels.cpu.gemm.ChannelTile;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.RegisterTile;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;

/**
 * The gradient with respect to the weights: for each tap, [input channels x pixels] times [pixels x output channels].
 *
 * <p>A strip, some rows of one image, is copied into two panels: x [row][column][channel] with a zero border, and dy
 * [row][column][channel] with zeros after each row. At stride 1, the pixels that a tap multiplies are then contiguous in both
 * panels, including the ends of rows, where dy is zero. At a larger stride they are contiguous within each row. A register tile is
 * eight input channels by a block of output channels.
 *
 * <p>A task sums a group of channels over a range of strips. If a launch has few channels, the strips are cut into several ranges,
 * whose partial sums are added in order at the end. The cut depends on the problem alone.
 */
public final class DirectGradWeight implements Plan {

    /** The number of pixels in a strip: enough for long sums, and few enough for panels in the second-level cache. */
    private static final int STRIP_PIXELS = 512;

    /** The largest size of a task's sums in bytes, which stay in the second-level cache beside the panels. */
    private static final int SUMS_BYTES = 320 << 10;

    /** The largest number of output channel blocks in a task. */
    private static final int BLOCKS = 4;

    /** The number of tasks that a launch aims for, so that its threads finish at nearly the same time. */
    private static final int TASKS = 32;

    /** The largest size of the partial sums of all ranges in bytes. */
    private static final int PARTIAL_BYTES = 16 << 20;

    private final Workers workers;
    private final ConvSpec spec;
    private final Image input;
    private final Image output;
    private final Axis rows;
    private final Axis columns;
    /** The number of register tiles across the input channels. Tiles are grouped, and so are the blocks of output channels. */
    private final int inputTiles;
    private final int inputGroups;
    private final int outputBlocks;
    private final int outputGroups;
    private final int stripRows;
    private final int stripsPerImage;
    private final int ranges;
    /** The number of columns of a row in the panel of x. */
    private final int inputColumns;
    private final int outputColumns;
    private final long inputPanelBytes;
    private final long outputPanelBytes;
    private final long sumsBytes;

    /** Prepares the gradient of one problem, and reserves its scratch memory. */
    public DirectGradWeight(ConvSpec spec, CpuDevice device) {
        this.workers = device.workers();
        this.spec = spec;
        this.input = spec.input();
        this.output = spec.output();
        Filter filter = spec.filter();
        this.rows = Axis.forward(output.h(), filter.rows(), filter.padRows(), filter);
        this.columns = Axis.forward(output.w(), filter.columns(), filter.padColumns(), filter);

        inputTiles = (input.c() + RegisterTile.ROWS - 1) / RegisterTile.ROWS;
        outputBlocks = Panels.blocks(output.c());
        outputGroups = (outputBlocks + BLOCKS - 1) / BLOCKS;
        long tileBytes = (long) RegisterTile.ROWS * RegisterTile.COLUMNS * Float.BYTES;
        long tapsBytes = filter.taps() * tileBytes * Math.ceilDiv(outputBlocks, outputGroups);
        inputGroups = Math.ceilDiv(inputTiles, Math.clamp(SUMS_BYTES / tapsBytes, 1, inputTiles));
        sumsBytes = tapsBytes * Math.ceilDiv(inputTiles, inputGroups);

        stripRows = Math.clamp(STRIP_PIXELS / output.w(), 1, output.h());
        stripsPerImage = Math.ceilDiv(output.h(), stripRows);
        int strips = stripsPerImage * output.n();
        int groups = inputGroups * outputGroups;
        long mostRanges = Math.max(1, PARTIAL_BYTES / (groups * sumsBytes));
        ranges = (int) Math.min(Math.min(strips, Math.ceilDiv(TASKS, groups)), mostRanges);

        inputColumns = (output.w() - 1) * filter.stride() + (filter.columns() - 1) * filter.dilation() + 1;
        outputColumns = filter.stride() == 1 ? inputColumns : output.w();
        int inputRows = (stripRows - 1) * filter.stride() + (filter.rows() - 1) * filter.dilation() + 1;
        inputPanelBytes = (long) inputRows * inputColumns * Math.ceilDiv(inputTiles, inputGroups) * RegisterTile.ROWS * Float.BYTES;
        outputPanelBytes = 4L * stripRows * outputColumns * Math.ceilDiv(outputBlocks, outputGroups) * RegisterTile.COLUMNS;
        workers.reserveScratch(inputPanelBytes + outputPanelBytes + (ranges == 1 ? sumsBytes : 0));
        if (ranges > 1) {
            workers.reserveShared(ranges * groups * sumsBytes);
        }
    }

    @Override
    public void launch(Operand... operands) {
        long x = operands[0].address();
        long dy = operands[1].address();
        long dw = operands[2].address();
        int groups = inputGroups * outputGroups;
        workers.run(groups * ranges, (task, worker) -> {
            long scratch = workers.scratch(worker);
            Group group = new Group(task % groups);
            long sums = ranges == 1 ? scratch + inputPanelBytes + outputPanelBytes : workers.shared() + task * sumsBytes;
            group.sum(task / groups, x, dy, scratch, sums);
            if (ranges == 1) {
                for (int block = 0; block < group.blocks; block++) {
                    for (int tap = 0; tap < spec.filter().taps(); tap++) {
                        group.finish(block, tap, sums, dw);
                    }
                }
            }
        });
        if (ranges > 1) {
            int taps = spec.filter().taps();
            int mostBlocks = Math.ceilDiv(outputBlocks, outputGroups);
            workers.run(groups * mostBlocks * taps, (task, worker) -> {
                Group group = new Group(task / (mostBlocks * taps));
                int block = task / taps % mostBlocks;
                if (block < group.blocks) {
                    group.addRanges(block, task % taps);
                    group.finish(block, task % taps, workers.shared() + group.index * sumsBytes, dw);
                }
            });
        }
    }

    /** Register tiles of input channels by blocks of output channels: a part of the gradient that fits a task. */
    private final class Group extends ChannelGroup {

        Group(int index) {
            super(index, inputTiles, inputGroups, outputBlocks, outputGroups);
        }

        private int inputWidth() {
            return registerTiles * RegisterTile.ROWS;
        }

        private int inputCount() {
            return Math.min(inputWidth(), input.c() - firstRegisterTile * RegisterTile.ROWS);
        }

        private int outputCount() {
            return Math.min(blocks * RegisterTile.COLUMNS, output.c() - firstBlock * RegisterTile.COLUMNS);
        }

        private int outputWidth() {
            return Panels.padded(outputCount());
        }

        private int blockWidth(int block) {
            return Panels.width(output.c(), firstBlock + block);
        }

        /** Returns the address of the sums of a tap and a block of output channels: [input channel][output channel]. */
        private long sumsAt(int block, int tap) {
            long taps = spec.filter().taps();
            return (block * taps * RegisterTile.COLUMNS + (long) tap * blockWidth(block)) * inputWidth() * Float.BYTES;
        }

        /** Sums one range of strips. */
        void sum(int range, long x, long dy, long scratch, long sums) {
            Panels.clear(sums, (int) (sumsBytes / Float.BYTES));
            int strips = stripsPerImage * output.n();
            for (int strip = range * strips / ranges; strip < (range + 1) * strips / ranges; strip++) {
                int image = strip / stripsPerImage;
                int row = strip % stripsPerImage * stripRows;
                int count = Math.min(stripRows, output.h() - row);
                fillInput(image, row, count, x, scratch);
                fillOutput(image, row, count, dy, scratch + inputPanelBytes);
                multiply(count, scratch, scratch + inputPanelBytes, sums);
            }
        }

        private void fillInput(int image, int row, int count, long x, long panel) {
            int first = row * rows.sourceStep() + rows.offsets()[0];
            int last = (row + count - 1) * rows.sourceStep() + rows.offsets()[rows.reach() - 1];
            for (int i = first; i <= last; i++) {
                for (int j = columns.offsets()[0]; j < columns.offsets()[0] + inputColumns; j++) {
                    if (i >= 0 && i < input.h() && j >= 0 && j < input.w()) {
                        long pixel = x + 4L * (input.offset(image, i, j) + firstRegisterTile * RegisterTile.ROWS);
                        Panels.copyPadded(pixel, panel, inputCount(), inputWidth());
                    } else {
                        Panels.clear(panel, inputWidth());
                    }
                    panel += (long) inputWidth() * Float.BYTES;
                }
            }
        }

        private void fillOutput(int image, int row, int count, long dy, long panel) {
            long step = (long) outputWidth() * Float.BYTES;
            for (int i = row; i < row + count; i++) {
                for (int j = 0; j < output.w(); j++) {
                    long pixel = dy + 4L * (output.offset(image, i, j) + firstBlock * RegisterTile.COLUMNS);
                    Panels.copyPadded(pixel, panel, outputCount(), outputWidth());
                    panel += step;
                }
                Panels.clear(panel, (outputColumns - output.w()) * outputWidth());
                panel += (outputColumns - output.w()) * step;
            }
        }

        private void multiply(int count, long inputPanel, long outputPanel, long sums) {
            Filter filter = spec.filter();
            boolean oneRun = filter.stride() == 1;
            int runs = oneRun ? 1 : count;
            int depth = oneRun ? (count - 1) * outputColumns + output.w() : output.w();
            long pixel = (long) inputWidth() * Float.BYTES;
            long gradient = (long) outputWidth() * Float.BYTES;
            for (int block = 0; block < blocks; block++) {
                int width = blockWidth(block);
                for (int tap = 0; tap < filter.taps(); tap++) {
                    int tapRow = tap / filter.columns() * filter.dilation();
                    int tapColumn = tap % filter.columns() * filter.dilation();
                    long a = inputPanel + (tapRow * inputColumns + tapColumn) * pixel;
                    long b = outputPanel + (long) block * RegisterTile.COLUMNS * Float.BYTES;
                    for (int run = 0; run < runs; run++) {
                        long c = sums + sumsAt(block, tap);
                        for (int tile = 0; tile < registerTiles; tile++) {
                            ChannelTile.multiplyAdd(
                                    width, depth, a + 4L * tile * RegisterTile.ROWS, filter.stride() * pixel, b, gradient, c, c);
                            c += (long) RegisterTile.ROWS * width * Float.BYTES;
                        }
                        a += filter.stride() * inputColumns * pixel;
                        b += outputColumns * gradient;
                    }
                }
            }
        }

        /** Adds the partial sums of the later ranges to those of the first one. */
        void addRanges(int block, int tap) {
            int groups = inputGroups * outputGroups;
            long first = workers.shared() + index * sumsBytes + sumsAt(block, tap);
            for (int range = 1; range < ranges; range++) {
                Panels.add(first + range * groups * sumsBytes, first, inputWidth() * blockWidth(block));
            }
        }

        void finish(int block, int tap, long sums, long dw) {
            int first = (firstBlock + block) * RegisterTile.COLUMNS;
            long target = ((long) tap * input.c() + firstRegisterTile * RegisterTile.ROWS) * output.c() + first;
            int width = blockWidth(block);
            Panels.finish(sums + sumsAt(block, tap), width, inputCount(), dw + 4 * target, 4L * output.c(),
                    Math.min(width, output.c() - first), 0, false, spec.accumulate());
        }
    }
}
