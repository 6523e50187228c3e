package gyrus.kernels.pool;

import gyrus.kernels.Image;
import java.util.ArrayList;
import java.util.List;

/**
 * Max pooling's problem, shared by its forward pass and its gradient: windows of {@code size x size} pixels, {@code stride}
 * apart, without padding; windows that do not fit are left out.
 *
 * @param input the pooled image, in the gradient the layout of x and of dx
 * @param output the maxima, in the gradient the layout of dy
 * @param accumulate whether the gradient is added to the output instead of replacing it; false in the forward pass
 */
public record PoolSpec(Image input, Image output, int size, int stride, boolean accumulate) {

    public PoolSpec {
        if (size < 1 || stride < 1) {
            throw new IllegalArgumentException("max pool: windows of " + size + " x " + size + " every " + stride
                    + " pixels; size and stride must be at least 1");
        }
        if (input.h() < size || input.w() < size) {
            throw new IllegalArgumentException("max pool: windows of " + size + " x " + size
                    + " pixels are larger than the images of " + input.h() + " x " + input.w() + " in " + input);
        }
        int rows = (input.h() - size) / stride + 1;
        int columns = (input.w() - size) / stride + 1;
        if (output.n() != input.n() || output.h() != rows || output.w() != columns || output.c() != input.c()) {
            throw new IllegalArgumentException("max pool: windows of " + size + " x " + size + " every " + stride + " pixels map "
                    + input + " to [" + input.n() + "," + rows + "," + columns + "," + input.c() + "], not to " + output);
        }
    }

    /**
     * Returns the test problems: the 2 x 2 pooling of the network into and out of channel windows, then borders that are left
     * over, gaps and overlaps.
     */
    public static List<PoolSpec> cases() {
        return List.of(
                of(new Image(2, 16, 16, 32, 112), 32, 2, 2),
                of(new Image(1, 16, 16, 97, 97), 112, 2, 2),
                of(new Image(1, 8, 8, 256, 256), 256, 2, 2),
                of(new Image(1, 2, 2, 1, 1), 1, 2, 2),
                of(new Image(3, 7, 9, 5, 6), 5, 2, 2),
                of(new Image(2, 11, 10, 17, 17), 20, 3, 2),
                of(new Image(2, 6, 7, 33, 40), 33, 3, 1),
                of(new Image(1, 12, 11, 4, 4), 4, 2, 3),
                of(new Image(1, 5, 5, 16, 16), 16, 1, 2));
    }

    private static PoolSpec of(Image input, int outputPitch, int size, int stride) {
        int rows = (input.h() - size) / stride + 1;
        int columns = (input.w() - size) / stride + 1;
        return new PoolSpec(input, new Image(input.n(), rows, columns, input.c(), outputPitch), size, stride, false);
    }

    /** Returns the cases of the gradient: each case of the forward pass, written and added. */
    public static List<PoolSpec> gradientCases() {
        List<PoolSpec> cases = new ArrayList<>(cases());
        for (PoolSpec problem : cases()) {
            cases.add(new PoolSpec(problem.input, problem.output, problem.size, problem.stride, true));
        }
        return cases;
    }

    @Override
    public String toString() {
        return input + " " + size + "x" + size + " stride " + stride + " -> " + output + (accumulate ? " accumulate" : "");
    }
}
