package gyrus.kernels.conv;

import gyrus.kernels.Image;

/** The patches of 4x4 pixels that a batch of images is cut into, numbered row by row and image by image. */
record PatchGrid(int images, int rows, int columns) {

    static PatchGrid of(Image image) {
        return new PatchGrid(image.n(), Math.ceilDiv(image.h(), WinogradPatches.STEP),
                Math.ceilDiv(image.w(), WinogradPatches.STEP));
    }

    int patches() {
        return images * rows * columns;
    }

    /** How many patches from {@code patch} on lie side by side in one row of one image and in one strip of register tiles' rows. */
    int run(int patch) {
        return Math.min(Math.min(columns - patch % columns, RegisterTile.ROWS - patch % RegisterTile.ROWS), patches() - patch);
    }

    int image(int patch) {
        return patch / (rows * columns);
    }

    /** The first pixel row of a patch. */
    int top(int patch) {
        return patch / columns % rows * WinogradPatches.STEP;
    }

    /** The first pixel column of a patch. */
    int left(int patch) {
        return patch % columns * WinogradPatches.STEP;
    }
}
