package gyrus.kernels.cpu.conv;

import gyrus.kernels.Image;
import gyrus.kernels.conv.PatchGrid;

/** The ranks of the Winograd variants on a CPU: where they pay. */
public final class WinogradRanks {

    private static final int ABOVE_LARGE_PATCHES = 22;
    private static final int ABOVE_DIRECT = 20;
    private static final int BELOW_DIRECT = 5;
    private static final int FEW_PATCHES = 4;

    private WinogradRanks() {}

    /**
     * The rank of a convolution by patches of 4x4: above Direct, but for a source of one or two channels, where there is more to
     * transform than to multiply. Measured at 1 to 993 channels, 8x8 to 128x128 pixels, batches of 1 and 8.
     */
    public static int convolution(Image source, Image target) {
        return source.c() > 2 ? ABOVE_DIRECT : BELOW_DIRECT;
    }

    /**
     * The rank of a gradient of weights by patches of 4x4: above Direct, but where the patches are too few to pay for transforming
     * the sums.
     */
    public static int gradWeight(Image output) {
        return patches(output, 4) >= FEW_PATCHES ? ABOVE_DIRECT : BELOW_DIRECT;
    }

    /**
     * The rank by patches of 2x2, whose transforms of weights make less than half as much: above patches of 4x4 where there are few
     * of these, or where most of their pixels would lie outside of the image.
     */
    public static int smallPatches(Image source, Image target) {
        boolean few = patches(target, 4) <= FEW_PATCHES || 16 * patches(target, 2) < 36 * patches(target, 4);
        return few && source.c() > 2 ? ABOVE_LARGE_PATCHES : BELOW_DIRECT;
    }

    private static int patches(Image image, int step) {
        return PatchGrid.of(image, step).patches();
    }
}
