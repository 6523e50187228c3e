package gyrus.kernels.conv;

import gyrus.kernels.conv.ConvSpec.Filter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One axis of a convolution, forward or transposed, as a list of taps: target position {@code first + i * step}, for i below
 * {@code count}, sums the source positions {@code i * sourceStep + offsets[t]}, each under the weights {@code taps[t]}.
 *
 * <p>Offsets ascend. Source positions outside of the image count as zero.
 */
public record Axis(int first, int step, int count, int sourceStep, int[] offsets, int[] taps) {

    /** Returns the axis of the forward pass: every output position reads all taps. */
    public static Axis forward(int outputs, int taps, int pad, Filter filter) {
        int[] offsets = new int[taps];
        int[] order = new int[taps];
        for (int t = 0; t < taps; t++) {
            offsets[t] = t * filter.dilation() - pad;
            order[t] = t;
        }
        return new Axis(0, 1, outputs, filter.stride(), offsets, order);
    }

    /**
     * Returns the axes of the gradient with respect to the input. Input position p meets tap t at output {@code (p + pad - t *
     * dilation) / stride}, if that is a whole number. The inputs therefore fall into {@code stride} phases, each with its own
     * taps; a phase can have none.
     */
    public static List<Axis> gradInput(int inputs, int taps, int pad, Filter filter) {
        int stride = filter.stride();
        List<Axis> phases = new ArrayList<>();
        for (int phase = 0; phase < Math.min(stride, inputs); phase++) {
            int[] offsets = new int[taps];
            int[] order = new int[taps];
            int meeting = 0;
            for (int t = taps - 1; t >= 0; t--) {
                int distance = phase + pad - t * filter.dilation();
                if (Math.floorMod(distance, stride) == 0) {
                    offsets[meeting] = Math.floorDiv(distance, stride);
                    order[meeting] = t;
                    meeting++;
                }
            }
            int count = (inputs - phase + stride - 1) / stride;
            phases.add(new Axis(phase, stride, count, 1, Arrays.copyOf(offsets, meeting),
                    Arrays.copyOf(order, meeting)));
        }
        return phases;
    }

    /**
     * Returns the axis of the gradient with respect to the weights, whose targets are the taps. Tap t meets output i at input
     * position {@code i * stride + t * dilation - pad}.
     */
    public static Axis gradWeight(int outputs, int taps, int pad, Filter filter) {
        int[] offsets = new int[outputs];
        int[] order = new int[outputs];
        for (int i = 0; i < outputs; i++) {
            offsets[i] = i * filter.stride() - pad;
            order[i] = i;
        }
        return new Axis(0, 1, taps, filter.dilation(), offsets, order);
    }

    /** Returns the fewest positions within a source's extent that any target reads. */
    public int fewestRead(int extent) {
        int fewest = reach();
        for (int i = 0; i < count; i++) {
            int read = 0;
            for (int offset : offsets) {
                int position = i * sourceStep + offset;
                read += position >= 0 && position < extent ? 1 : 0;
            }
            fewest = Math.min(fewest, read);
        }
        return fewest;
    }

    /** Returns the position of target i. */
    public int target(int i) {
        return first + i * step;
    }

    /** Returns the number of source positions that each target reads. */
    public int reach() {
        return taps.length;
    }

    /** Returns whether the source positions of each target are contiguous, so that all targets share one copy of the source. */
    public boolean isContiguous() {
        return offsets.length == 0 || offsets[offsets.length - 1] - offsets[0] == offsets.length - 1;
    }
}
