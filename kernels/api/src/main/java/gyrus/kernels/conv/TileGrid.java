package gyrus.kernels.conv;

import gyrus.kernels.Image;

/** The tiles of {@code step x step} pixels that a batch of images is cut into, numbered row by row and image by image. */
public record TileGrid(int images, int rows, int columns, int step) {

    public static TileGrid of(Image image, int step) {
        return new TileGrid(image.n(), Math.ceilDiv(image.h(), step), Math.ceilDiv(image.w(), step), step);
    }

    public int tiles() {
        return images * rows * columns;
    }

    /** Returns how many tiles from {@code tile} on lie side by side in one row of one image and in one strip of tiles. */
    public int run(int tile, int strip) {
        return Math.min(Math.min(columns - tile % columns, strip - tile % strip), tiles() - tile);
    }

    public int image(int tile) {
        return tile / (rows * columns);
    }

    /** The first pixel row of a tile. */
    public int top(int tile) {
        return tile / columns % rows * step;
    }

    /** The first pixel column of a tile. */
    public int left(int tile) {
        return tile % columns * step;
    }
}
