package gyrus.kernels.cpu.conv.im2col;

import static gyrus.kernels.cpu.Simd.MEMORY;

import gyrus.kernels.Image;
import gyrus.kernels.conv.ConvSpec;
import gyrus.kernels.conv.ConvSpec.Filter;
import gyrus.kernels.cpu.gemm.ChannelTile;
import gyrus.kernels.cpu.gemm.Panels;
import gyrus.kernels.cpu.gemm.PixelTile;
import gyrus.kernels.cpu.gemm.RegisterTile;
import java.lang.foreign.ValueLayout;

/**
 * The im2col matrix of an image of few channels under any filter, in panels of [element][position] with at most {@link #ROW}
 * positions: a plane for each tap and channel. Each row of a channel is first copied to a line with its border of zeros. Each
 * column tap then copies a part of the line.
 */
record Planes(Image image, Image positions, Filter filter) implements Im2col {

    static final int MOST_CHANNELS = 8;

    Planes(ConvSpec problem) {
        this(problem.input(), problem.output(), problem.filter());
    }

    static boolean suit(ConvSpec problem) {
        return problem.input().c() <= MOST_CHANNELS;
    }

    @Override
    public int depth() {
        return filter.taps() * image.c();
    }

    /** Returns the columns of the image, with its border, that the given number of neighbouring positions read. */
    private int lineColumns(int count) {
        return (count - 1) * filter.stride() + (filter.columns() - 1) * filter.dilation() + 1;
    }

    @Override
    public long panelBytes(int positions, int elements) {
        long line = Math.ceilDiv(4L * lineColumns(this.positions.w()), 64) * 64;
        return (long) Im2col.tiled(elements) * PixelTile.STEP + line;
    }

    @Override
    public void multiply(int width, int depth, long panel, int position, long b, long bStep, long from, long c) {
        ChannelTile.multiplyAdd(width, depth, panel + 4L * position, PixelTile.STEP, b, bStep, from, c);
    }

    @Override
    public void multiplyTransposed(int width, int depth, long panel, int element, long b, long bStep, long from, long c) {
        PixelTile.multiplyAdd(width, depth, panel + (long) element * PixelTile.STEP, b, bStep, from, c);
    }

    @Override
    public void gather(int first, int end, int element, int elements, long from, long panel) {
        long line = panel + (long) Im2col.tiled(elements) * PixelTile.STEP;
        int count;
        for (int position = first; position < end; position += count) {
            int row = position / positions.w();
            int column = position % positions.w();
            count = Math.min(end - position, positions.w() - column);
            for (int tapRow = 0; tapRow < filter.rows(); tapRow++) {
                int imageRow = row % positions.h() * filter.stride() + tapRow * filter.dilation() - filter.padRows();
                for (int channel = 0; channel < image.c(); channel++) {
                    int begin = tapRow * filter.columns() * image.c() + channel;
                    if (begin + (filter.columns() - 1) * image.c() < element || begin >= element + elements) {
                        continue;
                    }
                    int left = column * filter.stride() - filter.padColumns();
                    fillLine(row / positions.h(), imageRow, left, lineColumns(count), channel, from, line);
                    for (int tap = 0; tap < filter.columns(); tap++) {
                        int at = begin + tap * image.c() - element;
                        if (at >= 0 && at < elements) {
                            long plane = panel + (long) at * PixelTile.STEP + 4L * (position - first);
                            copy(line + 4L * tap * filter.dilation(), plane, count);
                        }
                    }
                }
            }
        }
    }

    private void copy(long line, long plane, int count) {
        if (filter.stride() == 1) {
            Panels.copy(line, plane, count);
        } else {
            gatherElements(line, 4L * filter.stride(), plane, count);
        }
    }

    /** Copies one channel of {@code columns} columns of an image's row, from {@code left} on, with zeros outside the image. */
    private void fillLine(int n, int row, int left, int columns, int channel, long from, long line) {
        int begin = Math.clamp(-left, 0, columns);
        int end = row < 0 || row >= image.h() ? begin : Math.clamp(image.w() - left, begin, columns);
        Panels.clear(line, begin);
        if (begin < end) {
            long first = from + 4 * (image.offset(n, row, left + begin) + channel);
            gatherElements(first, 4L * image.pitch(), line + 4L * begin, end - begin);
        }
        Panels.clear(line + 4L * end, columns - end);
    }

    private static void gatherElements(long from, long fromStep, long to, int count) {
        for (int i = 0; i < count; i++) {
            float value = MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, from & RegisterTile.ADDRESSES);
            MEMORY.set(ValueLayout.JAVA_FLOAT_UNALIGNED, to & RegisterTile.ADDRESSES, value);
            from += fromStep;
            to += Float.BYTES;
        }
    }
}
