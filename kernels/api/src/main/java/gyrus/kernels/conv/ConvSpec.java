package gyrus.kernels.conv;

import gyrus.kernels.Extent;
import gyrus.kernels.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A 2D convolution's problem, shared by its forward pass and its two gradients.
 *
 * <p>{@code input} [N,H,W,I] is convolved with weights [kh,kw,I,O] into {@code output} [N,H',W',O]. The forward pass reads the
 * input and writes the output; grad input reads the output's side and writes the input's; grad weight reads both.
 *
 * @param epilogue the operation on each result before it is stored; grad weight has none
 * @param accumulate whether results are added to the output, as gradients are, instead of replacing it
 */
public record ConvSpec(Image input, Image output, Filter filter, Epilogue epilogue, boolean accumulate) {

    /** The operation on each output element before it is stored. */
    public enum Epilogue {
        NONE, BIAS, BIAS_RELU;

        /** Returns whether a bias is added. */
        public boolean hasBias() {
            return this != NONE;
        }
    }

    /**
     * The sliding window: {@code rows x columns} taps, {@code dilation} pixels apart, moved by {@code stride} pixels over an
     * input bordered by zeros, {@code padRows} above and below, {@code padColumns} left and right.
     */
    public record Filter(int rows, int columns, int stride, int padRows, int padColumns, int dilation) {

        public Filter {
            if (rows < 1 || columns < 1 || stride < 1 || padRows < 0 || padColumns < 0 || dilation < 1) {
                throw new IllegalArgumentException("conv: filter of " + rows + " x " + columns + ", stride " + stride
                        + ", padding " + padRows + " and " + padColumns + ", dilation " + dilation
                        + "; taps, stride and dilation must be at least 1, padding at least 0");
            }
        }

        /** Returns a filter of odd size with stride 1 and the padding that keeps the size of the image. */
        public static Filter same(int size) {
            return new Filter(size, size, 1, size / 2, size / 2, 1);
        }

        /** Returns a filter of {@code size x size} taps with stride {@code size}: windows touch but do not overlap. */
        public static Filter blocks(int size) {
            return new Filter(size, size, size, 0, 0, 1);
        }

        /** Returns how many rows of output the window makes of an input's rows, at least one. */
        public int outputRows(int inputRows) {
            return positions(inputRows, padRows, rows, "rows");
        }

        /** Returns how many columns of output the window makes of an input's columns, at least one. */
        public int outputColumns(int inputColumns) {
            return positions(inputColumns, padColumns, columns, "columns");
        }

        private int positions(int input, int pad, int taps, String what) {
            long padded = input + 2L * pad;
            long reach = reach(taps);
            if (reach > padded) {
                throw new IllegalArgumentException("conv: filter " + this + " reaches over " + reach + " " + what
                        + ", more than the input's " + input + " with their padding, " + padded
                        + "; use a smaller filter or dilation, or more padding");
            }
            return Math.toIntExact((padded - reach) / stride + 1);
        }

        /** Returns how many pixels lie from the first of some taps to the last, both included. */
        private long reach(int taps) {
            return (long) dilation * (taps - 1) + 1;
        }

        /** Returns whether the window has a position over an image and its padding. */
        public boolean fits(Image input) {
            return reach(rows) <= input.h() + 2L * padRows && reach(columns) <= input.w() + 2L * padColumns;
        }

        /** Returns the number of taps: height times width. */
        public int taps() {
            return rows * columns;
        }

        @Override
        public String toString() {
            return rows + "x" + columns + " stride " + stride + " pad " + padRows + "," + padColumns + " dilation " + dilation;
        }
    }

    public ConvSpec {
        if (input.n() != output.n() || output.h() != filter.outputRows(input.h())
                || output.w() != filter.outputColumns(input.w())) {
            throw new IllegalArgumentException("conv: filter " + filter + " maps " + input + " to ["
                    + input.n() + "," + filter.outputRows(input.h()) + "," + filter.outputColumns(input.w())
                    + "," + output.c() + "], not to " + output);
        }
        double weights = (double) filter.rows() * filter.columns() * input.c() * output.c();
        if (weights > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("conv: filter " + filter + " from " + input.c() + " to " + output.c()
                    + " channels has " + (long) weights + " weights, more than the " + Integer.MAX_VALUE + " that kernels count");
        }
    }

    /** Returns the extent of the dense weights [kh,kw,I,O]. */
    public Extent weights() {
        return Extent.vector(filter.taps() * input.c() * output.c());
    }

    /**
     * Returns the floating-point operations of the textbook algorithm. A multiply-add counts two; those on padding count too, as
     * is customary.
     */
    public double flops() {
        return 2.0 * output.pixels() * filter.taps() * input.c() * output.c();
    }

    /** Returns this problem without an epilogue; the result is added to the output if {@code accumulate} is set. */
    public ConvSpec gradient(boolean accumulate) {
        return new ConvSpec(input, output, filter, Epilogue.NONE, accumulate);
    }

    private static ConvSpec same3x3(int n, int size, int in, int out) {
        return same3x3(n, size, size, in, out);
    }

    private static ConvSpec same3x3(int n, int rows, int columns, int in, int out) {
        Image input = Image.dense(n, rows, columns, in);
        return new ConvSpec(input, Image.dense(n, rows, columns, out), Filter.same(3), Epilogue.NONE, false);
    }

    private static ConvSpec window(int n, int size, int in, int inPitch, int out, int outPitch, Filter filter) {
        Image input = new Image(n, size, size, in, inPitch);
        return new ConvSpec(input,
                new Image(n, filter.outputRows(size), filter.outputColumns(size), out, outPitch), filter, Epilogue.NONE, false);
    }

    /**
     * Returns the test problems: the shapes of the network at width 32 on small batches and images, then tails, windows, strides
     * and dilation.
     */
    public static List<ConvSpec> cases() {
        List<ConvSpec> cases = new ArrayList<>(List.of(
                same3x3(1, 32, 1, 32),
                same3x3(1, 32, 33, 32),
                same3x3(2, 16, 97, 64),
                same3x3(1, 16, 225, 128),
                same3x3(1, 8, 481, 256),
                same3x3(2, 8, 64, 512),
                same3x3(1, 4, 993, 64),
                window(2, 16, 97, 112, 32, 128, Filter.same(1)),
                window(1, 16, 96, 96, 1, 1, Filter.same(1)),
                window(2, 16, 64, 96, 48, 48, Filter.blocks(2)),
                window(1, 16, 72, 80, 300, 304, Filter.blocks(2)),
                window(1, 16, 32, 144, 193, 272, Filter.blocks(2)),
                window(2, 9, 11, 16, 35, 48, Filter.blocks(3)),
                window(3, 24, 9, 16, 20, 24, Filter.blocks(2)),
                window(1, 9, 33, 48, 2, 5, Filter.same(1)),
                window(1, 9, 33, 48, 17, 40, Filter.same(3)),
                window(3, 7, 5, 5, 3, 3, Filter.same(5)),
                window(1, 11, 4, 9, 6, 7, new Filter(3, 3, 2, 1, 1, 1)),
                window(2, 13, 3, 3, 20, 20, new Filter(3, 3, 1, 2, 2, 2)),
                same3x3(1, 2, 1030, 3, 2),
                same3x3(1, 1, 40, 256, 4),
                same3x3(1, 2, 40, 4, 256),
                same3x3(1, 3, 70, 64, 5),
                same3x3(1, 3, 40, 5, 64),
                same3x3(2, 8, 4, 3, 3),
                same3x3(1, 2, 2, 1, 1),
                window(2, 4, 5, 8, 6, 8, new Filter(3, 3, 1, 3, 4, 1)),
                window(1, 12, 2, 4, 8, 8, new Filter(1, 5, 1, 0, 2, 1)),
                window(1, 10, 7, 7, 9, 16, new Filter(4, 2, 3, 1, 0, 1)),
                window(1, 1, 3, 3, 2, 2, Filter.same(3)),
                window(1, 6, 20, 20, 128, 132, Filter.same(3)),
                window(1, 6, 116, 120, 20, 20, Filter.same(3)),
                window(1, 6, 52, 56, 60, 64, Filter.same(3)),
                window(2, 5, 52, 56, 60, 64, Filter.same(1))));
        for (ConvSpec small : List.of(same3x3(2, 12, 16, 16), window(1, 10, 24, 40, 24, 24, Filter.same(3)),
                window(1, 8, 10, 10, 12, 12, Filter.blocks(2)), window(1, 8, 16, 20, 12, 12, Filter.blocks(2)),
                window(1, 8, 40, 48, 8, 8, Filter.same(1)))) {
            cases.add(new ConvSpec(small.input, small.output, small.filter, Epilogue.BIAS, false));
            cases.add(new ConvSpec(small.input, small.output, small.filter, Epilogue.BIAS_RELU, false));
            cases.add(small.gradient(true));
        }
        return cases;
    }

    @Override
    public String toString() {
        return input + " * " + filter + " -> " + output
                + (epilogue == Epilogue.NONE ? "" : " " + epilogue.name().toLowerCase(Locale.ROOT).replace('_', '+'))
                + (accumulate ? " accumulate" : "");
    }
}
