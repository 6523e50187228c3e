package gyrus.kernels.cpu.conv.direct;

import gyrus.kernels.Image;
import gyrus.kernels.conv.Axis;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Epilogue;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cpu.CpuDevice;
import gyrus.kernels.cpu.Workers;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.RegisterTile;
import gyrus.kernels.device.Plan;
import gyrus.kernels.memory.Operand;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution as sums over lists of taps, forward or transposed, by register tiles.
 *
 * <p>For a group of target rows, the source pixels that they read are copied into a panel, [column][row tap][channel], with zeros
 * for the border. The sources of one target pixel are then {@code depth = column taps x row taps x channels} contiguous elements.
 * Eight target pixels by a block of target channels are one product with the packed weights, [block][column tap][row
 * tap][channel][target channel]. With dilation, the taps of a pixel are not contiguous, and every target pixel gets a copy of its
 * own.
 */
public final class DirectConvolution implements Plan {

    /** The number of target pixels that a task aims for, so that weights are reused while they stream through the cache. */
    private static final int TASK_PIXELS = 128;

    /** The largest panel of a task in bytes, which stays in the second-level cache beside the weights. */
    private static final int PANEL_BYTES = 256 << 10;

    /** The number of tasks that a launch aims for, so that its threads finish at nearly the same time. */
    private static final int TASKS = 32;

    /**
     * The length of the K slice of one product: these rows of packed weights stay in the first two cache levels for all pixels of
     * a task.
     */
    private static final int DEPTH = 512;

    private final Workers workers;
    private final ConvSpec spec;
    private final Image source;
    private final Image target;
    private final boolean transposed;
    private final List<Pass> passes = new ArrayList<>();
    private final int tasks;
    private final long panelBytes;
    private final long tileBytes;

    /** Returns the plan of the forward pass, with the operands x, w and y, and a bias where the epilogue has one. */
    public static Plan forward(ConvSpec spec, CpuDevice device) {
        return new DirectConvolution(spec, device, false);
    }

    /**
     * Returns the plan of the gradient with respect to the input, with the operands dy, w and dx, and a bias where the epilogue
     * has one.
     */
    public static Plan gradInput(ConvSpec spec, CpuDevice device) {
        return new DirectConvolution(spec, device, true);
    }

    private DirectConvolution(ConvSpec spec, CpuDevice device, boolean transposed) {
        this.workers = device.workers();
        this.spec = spec;
        this.transposed = transposed;
        this.source = transposed ? spec.output() : spec.input();
        this.target = transposed ? spec.input() : spec.output();
        Filter filter = spec.filter();
        int tasks = 0;
        long weights = 0;
        long panel = 0;
        long tile = 0;
        for (Axis rows : axes(target.h(), filter.rows(), filter.padRows())) {
            for (Axis columns : axes(target.w(), filter.columns(), filter.padColumns())) {
                Pass pass = new Pass(rows, columns, source, target, tasks, weights);
                passes.add(pass);
                tasks += pass.tasks();
                weights += (long) pass.depth() * Panels.padded(target.c()) * Float.BYTES;
                panel = Math.max(panel, pass.panelBytes());
                tile = Math.max(tile, pass.tileBytes());
            }
        }
        this.tasks = tasks;
        this.panelBytes = panel;
        this.tileBytes = tile;
        workers.reserveShared(weights);
        workers.reserveScratch(Math.max(panelBytes + tileBytes + biasBytes() + RegisterTile.BYTES, Panels.TRANSPOSE_BYTES));
    }

    private List<Axis> axes(int targets, int taps, int pad) {
        return transposed
                ? Axis.gradInput(targets, taps, pad, spec.filter())
                : List.of(Axis.forward(targets, taps, pad, spec.filter()));
    }

    private static long biasBytes() {
        return (long) RegisterTile.COLUMNS * Float.BYTES;
    }

    @Override
    public void launch(Operand... operands) {
        long from = operands[0].address();
        long weights = operands[1].address();
        long to = operands[2].address();
        long bias = spec.epilogue().hasBias() ? operands[3].address() : 0;
        int blocks = Panels.blocks(target.c());
        for (Pass pass : passes) {
            int taps = pass.rows.reach() * pass.columns.reach();
            workers.run(blocks * taps,
                    (task, worker) -> packWeights(pass, task / taps, task % taps, weights, workers.scratch(worker)));
        }
        workers.run(tasks, (task, worker) -> {
            Pass pass = passes.getFirst();
            for (int i = 1; i < passes.size() && task >= passes.get(i).firstTask; i++) {
                pass = passes.get(i);
            }
            compute(pass, task - pass.firstTask, from, to, bias, workers.scratch(worker));
        });
    }

    /** Packs the weights of one tap for one block of target channels: [channel][target channel]. */
    private void packWeights(Pass pass, int block, int tap, long weights, long spare) {
        int first = block * RegisterTile.COLUMNS;
        int width = Panels.width(target.c(), block);
        int count = Math.min(width, target.c() - first);
        int rowTap = pass.rows.taps()[tap % pass.rows.reach()];
        int columnTap = pass.columns.taps()[tap / pass.rows.reach()];
        long plane = weights
                + ((long) rowTap * spec.filter().columns() + columnTap) * source.c() * target.c() * Float.BYTES;
        long step = (long) width * Float.BYTES;
        long to = workers.shared() + pass.weightsAt(block) + tap * source.c() * step;
        if (transposed) { // weights [target channel][source channel]
            long row = (long) source.c() * Float.BYTES;
            Panels.transpose(plane + first * row, row, to, step, source.c(), count, width, spare);
        } else {
            for (int channel = 0; channel < source.c(); channel++) {
                Panels.copyPadded(plane + ((long) channel * target.c() + first) * Float.BYTES, to + channel * step, count, width);
            }
        }
    }

    private void compute(Pass pass, int task, long from, long to, long bias, long scratch) {
        long tiles = scratch + panelBytes;
        long paddedBias = tiles + tileBytes;
        int group = task / pass.channelGroups;
        int row = group % pass.rowGroups * pass.groupRows;
        int image = group / pass.rowGroups;
        int rows = Math.min(pass.groupRows, pass.rows.count() - row);
        pass.fillPanel(image, row, rows, from, scratch);
        int channelGroup = task % pass.channelGroups;
        int blocks = Panels.blocks(target.c());
        int end = (channelGroup + 1) * blocks / pass.channelGroups;
        for (int block = channelGroup * blocks / pass.channelGroups; block < end; block++) {
            int first = block * RegisterTile.COLUMNS;
            int width = Panels.width(target.c(), block);
            int count = Math.min(width, target.c() - first);
            pass.multiply(rows, width, scratch, workers.shared() + pass.weightsAt(block), tiles, paddedBias + biasBytes());
            if (bias != 0) {
                Panels.copyPadded(bias + 4L * first, paddedBias, count, width);
            }
            for (int i = 0; i < rows; i++) {
                long address = to + 4L * (target.offset(image, pass.rows.target(row + i), pass.columns.first()) + first);
                Panels.finish(tiles + (long) i * pass.slots * width * Float.BYTES, width, pass.columns.count(), address,
                        4L * target.pitch() * pass.columns.step(), count, bias == 0 ? 0 : paddedBias,
                        spec.epilogue() == Epilogue.BIAS_RELU, spec.accumulate());
            }
        }
    }

    /** The target pixels of one phase of rows and columns; the forward pass has one phase. */
    private static final class Pass {

        final Axis rows;
        final Axis columns;
        final int firstTask;
        final int rowGroups;
        final int groupRows;
        final int channelGroups;
        /** The number of target columns, rounded up to whole tiles. */
        final int slots;

        private final Image source;
        private final Image target;
        private final long weights;
        private final boolean sliding;

        Pass(Axis rows, Axis columns, Image source, Image target, int firstTask, long weights) {
            this.rows = rows;
            this.columns = columns;
            this.source = source;
            this.target = target;
            this.firstTask = firstTask;
            this.weights = weights;
            this.sliding = columns.isContiguous();
            this.slots = (columns.count() + RegisterTile.ROWS - 1) / RegisterTile.ROWS * RegisterTile.ROWS;
            int wanted = Math.max(1, TASK_PIXELS / slots);
            int fitting = (int) Math.max(1, PANEL_BYTES / Math.max(1, rowBytes()));
            this.groupRows = Math.min(rows.count(), Math.min(wanted, fitting));
            this.rowGroups = (rows.count() + groupRows - 1) / groupRows;
            int groups = target.n() * rowGroups;
            this.channelGroups = Math.min(Panels.blocks(target.c()), (TASKS + groups - 1) / groups);
        }

        int tasks() {
            return target.n() * rowGroups * channelGroups;
        }

        int depth() {
            return rows.reach() * columns.reach() * source.c();
        }

        /** Returns the bytes of the panel for each target row. */
        private long rowBytes() {
            return (long) panelColumns() * columnBytes();
        }

        private int columnBytes() {
            return rows.reach() * source.c() * Float.BYTES;
        }

        private int panelColumns() {
            return sliding ? (slots - 1) * columns.sourceStep() + columns.reach() : slots * columns.reach();
        }

        long panelBytes() {
            return (groupRows * rowBytes() + 63) / 64 * 64;
        }

        long tileBytes() {
            return (long) groupRows * slots * RegisterTile.COLUMNS * Float.BYTES;
        }

        /** Returns the bytes from the begin of all packed weights to those of a block of target channels. */
        long weightsAt(int block) {
            return weights + (long) block * RegisterTile.COLUMNS * depth() * Float.BYTES;
        }

        void fillPanel(int image, int row, int rowCount, long from, long panel) {
            if (depth() == 0) {
                return;
            }
            int reach = columns.reach();
            int offset = columns.offsets()[0];
            for (int i = row; i < row + rowCount; i++) {
                for (int column = 0; column < panelColumns(); column++) {
                    int at = sliding
                            ? column + offset
                            : column / reach * columns.sourceStep() + columns.offsets()[column % reach];
                    fillColumn(image, i, at, from, panel);
                    panel += columnBytes();
                }
            }
        }

        private void fillColumn(int image, int row, int column, long from, long panel) {
            int[] offsets = rows.offsets();
            for (int tap = 0; tap < offsets.length; tap++) {
                int at = row * rows.sourceStep() + offsets[tap];
                long to = panel + (long) tap * source.c() * Float.BYTES;
                if (at >= 0 && at < source.h() && column >= 0 && column < source.w()) {
                    Panels.copy(from + 4L * source.offset(image, at, column), to, source.c());
                } else {
                    Panels.clear(to, source.c());
                }
            }
        }

        /** Multiplies a group of rows with one block of weights. */
        void multiply(int rowCount, int width, long panel, long weights, long tiles, long spare) {
            int tilesPerRow = slots / RegisterTile.ROWS;
            long step = (long) (sliding ? columns.sourceStep() : columns.reach()) * columnBytes();
            long weightStep = (long) width * Float.BYTES;
            long tileBytes = RegisterTile.ROWS * weightStep;
            for (int k = 0; k == 0 || k < depth(); k += DEPTH) {
                int terms = Math.min(DEPTH, depth() - k);
                long w = weights + k * weightStep;
                long tile = tiles;
                for (int i = 0; i < rowCount; i++) {
                    long pixels = panel + i * rowBytes() + 4L * k;
                    for (int t = 0; t < tilesPerRow; t++) {
                        if (k == 0) {
                            RegisterTile.multiply(width, terms, pixels, step, Float.BYTES, w, weightStep, tile);
                        } else {
                            RegisterTile.multiplyAdd(width, terms, pixels, step, Float.BYTES, w, weightStep, tile, spare);
                        }
                        pixels += RegisterTile.ROWS * step;
                        tile += tileBytes;
                    }
                }
            }
        }
    }
}
