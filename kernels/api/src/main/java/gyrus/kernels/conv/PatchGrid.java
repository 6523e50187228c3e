package gyrus.kernels.conv;

import gyrus.kernels.Image;

/** The patches of {@code step x step} pixels that a batch of images is cut into, numbered row by row and image by image. */
public record PatchGrid(int images, int rows, int columns, int step) {

    public static PatchGrid of(Image image, int step) {
        return new PatchGrid(image.n(), Math.ceilDiv(image.h(), step), Math.ceilDiv(image.w(), step), step);
    }

    public int patches() {
        return images * rows * columns;
    }

    /** Returns how many patches from {@code patch} on lie side by side in one row of one image and in one strip of patches. */
    public int run(int patch, int strip) {
        return Math.min(Math.min(columns - patch % columns, strip - patch % strip), patches() - patch);
    }

    public int image(int patch) {
        return patch / (rows * columns);
    }

    /** The first pixel row of a patch. */
    public int top(int patch) {
        return patch / columns % rows * step;
    }

    /** The first pixel column of a patch. */
    public int left(int patch) {
        return patch % columns * step;
    }
}
